"""Teams: one per person and edition, 1 to `places` people, and what those who look for one told."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models import Edition, Milestone
from events.states import MilestoneKind
from registrations.models.registrations import Registration
from registrations.querysets.teams import TeamProfileQuerySet, TeamQuerySet
from registrations.states.teams import LogEvent, Profile, Task, TeamStatus
from registrations.text_search import searched
from somosnlp.audit import audited
from somosnlp.ui.hours import ALL_BOXES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _choices_field(
    label: "StrOrPromise", choices: type[models.TextChoices]
) -> ArrayField[list[str], list[str]]:
    return ArrayField(
        models.CharField(max_length=16, choices=choices.choices), verbose_name=label, default=list, blank=True
    )


@audited(exclude=["search"])
class Team(models.Model):
    """A team of one edition. `members` counts the memberships; only the services change it, by F()."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="teams", verbose_name=_("edición"))
    name = models.CharField(_("nombre"), max_length=80)
    slug = models.SlugField(_("dirección"), max_length=80)
    idea = models.TextField(_("idea del proyecto (Markdown)"), max_length=4000, blank=True)
    challenge = models.ForeignKey(
        Milestone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": MilestoneKind.CHALLENGE},
        verbose_name=_("reto"),
    )
    languages = ArrayField(
        models.CharField(max_length=8), verbose_name=_("idiomas del equipo"), default=list, blank=True
    )
    profiles = _choices_field(_("perfiles que buscan"), Profile)
    tasks = _choices_field(_("qué necesitan hacer"), Task)
    hours = models.PositiveIntegerField(_("horas de trabajo (28 franjas)"), default=0)
    time_zone = models.CharField(_("zona horaria de esas horas"), max_length=64, blank=True)
    meeting_place = models.URLField(_("dónde hablan"), max_length=300, blank=True)
    approves_links = models.BooleanField(_("quien llega por un enlace espera un visto bueno"), default=True)
    takes_matches = models.BooleanField(_("acepta gente del emparejamiento"), default=False)
    status = models.CharField(_("estado"), max_length=12, choices=TeamStatus, default=TeamStatus.LOOKING)
    places = models.PositiveSmallIntegerField(_("plazas"))
    members = models.PositiveSmallIntegerField(_("personas"), default=0)
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizado"), auto_now=True)
    search = models.GeneratedField(
        expression=searched("name", "idea"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("equipo")
        verbose_name_plural = _("equipos")
        ordering = ("edition", "name")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="team_slug_once_per_edition"),
            models.CheckConstraint(condition=~Q(name=""), name="team_has_name"),
            models.CheckConstraint(
                condition=~Q(slug__in=["", "crear", "invitacion", "personas", "perfil"]),
                name="team_slug_is_free",
            ),
            models.CheckConstraint(condition=Q(status__in=TeamStatus.values), name="team_status_known"),
            models.CheckConstraint(condition=Q(members__lte=F("places")), name="team_not_over_full"),
            models.CheckConstraint(condition=Q(hours__lte=ALL_BOXES), name="team_hours_are_boxes"),
            models.CheckConstraint(
                condition=Q(status=TeamStatus.DISSOLVED, members=0)
                | ~Q(status=TeamStatus.DISSOLVED) & Q(members__gte=1),
                name="team_nobody_means_dissolved",
            ),
            models.CheckConstraint(
                condition=~Q(status=TeamStatus.COMPLETE) | Q(members=F("places")),
                name="team_complete_is_full",
            ),
            models.CheckConstraint(
                condition=~Q(status=TeamStatus.LOOKING) | Q(members__lt=F("places")),
                name="team_looking_has_place",
            ),
            models.CheckConstraint(
                condition=Q(profiles__contained_by=Profile.values), name="team_profiles_known"
            ),
            models.CheckConstraint(condition=Q(tasks__contained_by=Task.values), name="team_tasks_known"),
        ]
        indexes = [
            models.Index(fields=["edition", "status", "-id"], name="team_list"),
            GinIndex(fields=["search"], name="team_search"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def free_places(self) -> int:
        """How many more people fit."""
        return self.places - self.members


@audited()
class Membership(models.Model):
    """Somebody in a team. `edition` repeats that of both, so that PostgreSQL keeps them the same."""

    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="membership", verbose_name=_("inscripción")
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships", verbose_name=_("equipo"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edición"))
    is_captain = models.BooleanField(_("capitanea"), default=False)
    joined_at = models.DateTimeField(_("entró el"))

    class Meta:
        verbose_name = _("integrante")
        verbose_name_plural = _("integrantes")
        ordering = ("joined_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=Q(is_captain=True), name="membership_one_captain"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.team_id}"


@audited(exclude=["search"])
class TeamProfile(models.Model):
    """What somebody brings and looks for; nobody is listed or matched who did not ask for it."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="team_profile", verbose_name=_("inscripción")
    )
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edición"))
    profiles = _choices_field(_("qué aportas"), Profile)
    tasks = _choices_field(_("qué te gustaría hacer"), Task)
    about = models.CharField(_("en pocas palabras"), max_length=400, blank=True)
    challenge = models.ForeignKey(
        Milestone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reto que te atrae"),
    )
    hours = models.PositiveIntegerField(_("tus horas (28 franjas)"), default=0)
    is_listed = models.BooleanField(_("quiero que los equipos me encuentren"), default=False)
    wants_match = models.BooleanField(_("quiero que me propongan un equipo"), default=False)
    shares_discord = models.BooleanField(_("mi equipo puede ver mi nombre en Discord"), default=False)
    updated_at = models.DateTimeField(_("actualizado"), auto_now=True)
    search = models.GeneratedField(
        expression=searched("about"), output_field=SearchVectorField(), db_persist=True
    )

    objects = TeamProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("perfil para equipos")
        verbose_name_plural = _("perfiles para equipos")
        constraints = [
            models.CheckConstraint(condition=Q(hours__lte=ALL_BOXES), name="teamprofile_hours_are_boxes"),
            models.CheckConstraint(
                condition=Q(profiles__contained_by=Profile.values), name="teamprofile_profiles_known"
            ),
            models.CheckConstraint(
                condition=Q(tasks__contained_by=Task.values), name="teamprofile_tasks_known"
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "-id"], condition=Q(is_listed=True), name="teamprofile_listed"),
            GinIndex(fields=["search"], name="teamprofile_search"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}"


class TeamLogEntry(models.Model):
    """One thing that happened to a team, for its members and the organisers; never changed."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="log", verbose_name=_("equipo"))
    event = models.CharField(_("qué"), max_length=12, choices=LogEvent)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("quién"),
        help_text=_("Vacío: la plataforma."),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("a quién")
    )
    changes = models.JSONField(_("cambios"), default=dict, help_text=_("columna: [antes, después]"))
    private_note = models.TextField(_("motivo, solo para esa persona y la organización"), blank=True)
    at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("entrada del historial")
        verbose_name_plural = _("historial del equipo")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(event__in=LogEvent.values), name="teamlogentry_event_known"),
        ]
        indexes = [models.Index(fields=["team", "-at", "-id"], name="teamlogentry_newest")]

    def __str__(self) -> str:
        return f"{self.team_id} · {self.event}"
