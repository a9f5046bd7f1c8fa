"""An edition of the hackathon and its dated deadlines, with their history."""

from functools import cached_property

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.moments import Moment
from events.querysets import EditionQuerySet, MilestoneQuerySet
from events.states import DEMO, LinkKind, MilestoneKind, Precision
from events.validators import validate_link
from somosnlp.audit import audited
from somosnlp.ui.localized import localized

MOMENT_IS_WHOLE = (
    Q(precision=Precision.INSTANT, at__isnull=False, day=None)
    | Q(precision=Precision.DAY, at=None, day__isnull=False)
    | Q(precision=Precision.UNKNOWN, at=None, day=None)
)


@audited()
class Edition(models.Model):
    """One year of the hackathon; the one flagged current is what `/` shows."""

    slug = models.CharField(
        _("dirección"), max_length=4, unique=True, help_text=_("Cuatro cifras, o «demo».")
    )
    name = models.CharField(_("nombre"), max_length=120)
    hashtag = models.CharField(_("etiqueta"), max_length=60, blank=True)
    theme_es = models.CharField(_("tema (español)"), max_length=200, blank=True)
    theme_en = models.CharField(_("tema (inglés)"), max_length=200, blank=True)
    theme_pt = models.CharField(_("tema (portugués)"), max_length=200, blank=True)
    tagline_es = models.CharField(_("titular (español)"), max_length=200, blank=True)
    tagline_en = models.CharField(_("titular (inglés)"), max_length=200, blank=True)
    tagline_pt = models.CharField(_("titular (portugués)"), max_length=200, blank=True)
    intro_es = models.TextField(_("entrada (español)"), blank=True)
    intro_en = models.TextField(_("entrada (inglés)"), blank=True)
    intro_pt = models.TextField(_("entrada (portugués)"), blank=True)
    starts_on = models.DateField(_("empieza"))
    ends_on = models.DateField(_("termina"))
    time_zone = models.CharField(_("zona horaria"), max_length=64, default="Europe/Madrid")
    languages = ArrayField(models.CharField(max_length=10), verbose_name=_("idiomas"), default=list)
    team_size_min = models.PositiveSmallIntegerField(_("personas por equipo, mínimo"), default=1)
    team_size_max = models.PositiveSmallIntegerField(_("personas por equipo, máximo"), default=5)
    hf_org = models.CharField(_("organización en Hugging Face"), max_length=96, blank=True)
    participants_claimed = models.CharField(_("participantes (publicado)"), max_length=20, blank=True)
    countries_claimed = models.PositiveSmallIntegerField(_("países (publicado)"), null=True, blank=True)
    organising_team = ArrayField(
        models.CharField(max_length=120), verbose_name=_("equipo organizador"), default=list, blank=True
    )
    date_note = models.TextField(
        _("nota sobre las fechas"), blank=True, help_text=_("Cuando las fuentes no coinciden.")
    )
    is_current = models.BooleanField(_("es la actual"), default=False)
    is_published = models.BooleanField(_("publicada"), default=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edición")
        verbose_name_plural = _("ediciones")
        ordering = ("-starts_on",)
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="edition_one_current"
            ),
            models.CheckConstraint(condition=Q(slug__regex=r"^(\d{4}|demo)$"), name="edition_slug_is_a_year"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="edition_ends_after_start"),
            models.CheckConstraint(
                condition=Q(team_size_min__gte=1, team_size_max__gte=F("team_size_min")),
                name="edition_team_size_makes_sense",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.slug])

    @property
    def is_invented(self) -> bool:
        """Whether its people and dates are made up: nothing to tell search engines."""
        return self.slug == DEMO

    @property
    def is_over(self) -> bool:
        """Whether its last day has ended Anywhere on Earth."""
        return Moment(day=self.ends_on).is_over(timezone.now())

    @property
    def theme(self) -> str:
        return localized(self, "theme")

    @property
    def tagline(self) -> str:
        return localized(self, "tagline") or self.theme or self.name

    @property
    def intro(self) -> str:
        return localized(self, "intro")

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Where its community meets, by kind of link (`LinkKind`); read once."""
        return dict(self.links.values_list("kind", "url"))

    @property
    def team_size_text(self) -> str:
        """How many people make a team, to begin a sentence with: «De 1 a 5 personas»."""
        least, most = self.team_size_min, self.team_size_max
        if least == most:
            return ngettext("%(count)d persona", "%(count)d personas", most) % {"count": most}
        return gettext("De %(least)d a %(most)d personas") % {"least": least, "most": most}


@audited()
class EditionLink(models.Model):
    """Where an edition's community meets: invitations, channels, playlists."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="links", verbose_name=_("edición"))
    kind = models.CharField(_("tipo"), max_length=20, choices=LinkKind)
    url = models.CharField(_("dirección"), max_length=500, validators=[validate_link])
    source = models.CharField(_("fuente"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("enlace")
        verbose_name_plural = _("enlaces")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="editionlink_one_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="editionlink_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.url}"


@audited()
class EditionFigure(models.Model):
    """A figure as it was published, with its source."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="figures", verbose_name=_("edición"))
    position = models.PositiveSmallIntegerField(_("orden"))
    value = models.CharField(_("cifra"), max_length=20)
    label_es = models.CharField(_("qué (español)"), max_length=120)
    label_en = models.CharField(_("qué (inglés)"), max_length=120, blank=True)
    label_pt = models.CharField(_("qué (portugués)"), max_length=120, blank=True)
    source = models.CharField(_("fuente"), max_length=300, blank=True)
    note = models.CharField(_("nota"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("cifra")
        verbose_name_plural = _("cifras")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="editionfigure_one_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.label_es}"

    @property
    def label(self) -> str:
        return localized(self, "label")


class Dated(models.Model):
    """The columns of a moment: an instant announced in a zone, a day, or unknown."""

    precision = models.CharField(_("precisión"), max_length=10, choices=Precision, default=Precision.DAY)
    at = models.DateTimeField(_("instante (UTC)"), null=True, blank=True)
    day = models.DateField(_("día"), null=True, blank=True)
    zone = models.CharField(_("anunciado en la zona"), max_length=64, default="AoE")

    class Meta:
        abstract = True

    @property
    def moment(self) -> Moment:
        return Moment(at=self.at, day=self.day, zone=self.zone)


@audited()
class Milestone(Dated):
    """A deadline or date of an edition as it stands now; `changes` says what it was before."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="milestones", verbose_name=_("edición"))
    kind = models.CharField(_("qué"), max_length=20, choices=MilestoneKind)
    code = models.SlugField(
        _("código"),
        max_length=40,
        blank=True,
        help_text=_("Solo para distinguir varios plazos del mismo tipo, como los retos."),
    )
    label_es = models.CharField(_("nombre propio (español)"), max_length=160, blank=True)
    label_en = models.CharField(_("nombre propio (inglés)"), max_length=160, blank=True)
    label_pt = models.CharField(_("nombre propio (portugués)"), max_length=160, blank=True)
    source = models.CharField(_("fuente"), max_length=300, blank=True)
    note = models.TextField(_("nota"), blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("plazo")
        verbose_name_plural = _("plazos")
        ordering = ("edition", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "code"], name="milestone_one_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=MilestoneKind.values), name="milestone_kind_known"),
            models.CheckConstraint(condition=MOMENT_IS_WHOLE, name="milestone_moment_is_whole"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def earlier(self) -> list["MilestoneChange"]:
        """What it was before, oldest first, without the moves that were undone; of prefetched changes."""
        return [change for change in self.changes.all() if change.undone_at is None]

    @property
    def label(self) -> str:
        """Its own name where it has one ("Reto principal 1"), else that of its kind."""
        return localized(self, "label") or self.get_kind_display()

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # Django's plugin knows its own
        """Return the name of its kind; Django's own would translate those of all kinds to find it."""
        return str(MilestoneKind(self.kind).label)

    def is_over(self) -> bool:
        """Whether the server's clock has passed it."""
        return self.moment.is_over(timezone.now())


class MilestoneChange(Dated):
    """What a milestone was before it moved; the oldest value has position 0.

    What it was moved to is known of moves made here (`to_zone` is set), not of imported history. A move that
    was undone stays, with the instant at which that happened.
    """

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="changes", verbose_name=_("plazo"))
    position = models.PositiveSmallIntegerField(_("orden"))
    reason = models.CharField(_("motivo"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("cambió el"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién"),
    )
    to_at = models.DateTimeField(_("pasó a (UTC)"), null=True, blank=True)
    to_day = models.DateField(_("pasó al día"), null=True, blank=True)
    to_zone = models.CharField(_("pasó a, en la zona"), max_length=64, blank=True)
    notice = models.ForeignKey(
        "events.Notice",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("novedad que lo anunció"),
    )
    undone_at = models.DateTimeField(_("deshecho el"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién lo deshizo"),
    )

    class Meta:
        verbose_name = _("fecha anterior")
        verbose_name_plural = _("fechas anteriores")
        ordering = ("milestone", "position")
        constraints = [
            models.UniqueConstraint(fields=["milestone", "position"], name="milestonechange_one_per_place"),
            models.CheckConstraint(condition=MOMENT_IS_WHOLE, name="milestonechange_moment_is_whole"),
            models.CheckConstraint(
                condition=~Q(to_zone="") & (Q(to_at=None) | Q(to_day=None))
                | Q(to_zone="", to_at=None, to_day=None, notice=None, undone_at=None),
                name="milestonechange_knows_where_it_went",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} · {self.at or self.day}"

    @property
    def moved_to(self) -> Moment | None:
        """What the milestone became; None for imported history, of which it is not known."""
        return Moment(at=self.to_at, day=self.to_day, zone=self.to_zone) if self.to_zone else None
