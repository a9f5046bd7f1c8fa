"""Proposals of talks and workshops, offers of mentorship: what people send to an edition's calls."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.models.editions import Edition
from events.models.pictures import Picture
from events.models.programme import Session, Topic
from events.states import (
    ASKING,
    AmaForm,
    AskStatus,
    InviteStatus,
    Level,
    MentorshipKind,
    MentorTheme,
    ProposalFormat,
)
from somosnlp.accounts.search import folded
from somosnlp.audit import audited
from somosnlp.review.models import Reviewable
from somosnlp.review.similarity import likeness_index
from somosnlp.review.states import Status
from somosnlp.ui.hours import ALL_BOXES

#: What may be incomplete: a draft, and a draft that was thrown away.
UNSENT = Q(status__in=[Status.DRAFT, Status.WITHDRAWN])


class SpeakerFacts(models.Model):
    """What a person says of themselves in a proposal; it becomes public with what is accepted."""

    name = models.CharField(_("nombre"), max_length=120, blank=True)
    occupation = models.CharField(_("ocupación"), max_length=120, blank=True)
    affiliation = models.CharField(_("organización o universidad"), max_length=120, blank=True)
    bio = models.TextField(_("biografía"), max_length=1500, blank=True)
    website = models.URLField(_("página web"), max_length=300, blank=True)
    linkedin = models.URLField("LinkedIn", max_length=300, blank=True)
    x = models.CharField("X", max_length=60, blank=True)
    bluesky = models.CharField("BlueSky", max_length=120, blank=True)
    photo = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("foto")
    )

    class Meta:
        abstract = True


class Availability(models.Model):
    """When a person can: days they prefer (none: any) and half-days of their week, in their own zone."""

    preferred_days = ArrayField(
        models.DateField(), verbose_name=_("fechas que prefiere"), default=list, blank=True
    )
    hours = models.PositiveIntegerField(_("horas en las que puede (28 franjas)"), default=0)
    time_zone = models.CharField(_("zona horaria de esas horas"), max_length=64, blank=True)

    class Meta:
        abstract = True


@audited(exclude=["search"])
class KeynoteProposal(SpeakerFacts, Availability, Reviewable):
    """A keynote, talk or workshop somebody proposes. Accepted, it has a `session`, private until published.

    `minutes` is a wish, not a rule. A promotional talk names its sponsor, and an organiser confirms it before
    it can be accepted. `confirmed_at`: when the speaker said that they will be there.
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="keynote_proposals", verbose_name=_("edición")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("título"), max_length=200, blank=True)
    abstract = models.TextField(_("resumen"), max_length=4000, blank=True)
    takeaways = ArrayField(
        models.CharField(max_length=200), verbose_name=_("qué se aprenderá"), default=list, blank=True
    )
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("tema")
    )
    level = models.PositiveSmallIntegerField(_("nivel"), choices=Level, null=True, blank=True)
    format = models.CharField(_("formato"), max_length=10, choices=ProposalFormat, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutos"), null=True, blank=True)
    language = models.CharField(_("idioma"), max_length=10, default="es")
    may_record = models.BooleanField(_("se puede grabar"), default=False)
    is_promotional = models.BooleanField(_("es promocional"), default=False)
    sponsor = models.CharField(_("entidad patrocinadora que la respalda"), max_length=120, blank=True)
    sponsor_confirmed_at = models.DateTimeField(_("patrocinio comprobado el"), null=True, blank=True)
    sponsor_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("comprobado por"),
    )
    comments = models.TextField(_("algo más para el equipo"), max_length=2000, blank=True)
    session = models.OneToOneField(
        Session, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sesión")
    )
    confirmed_at = models.DateTimeField(_("confirmada el"), null=True, blank=True)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizada"), auto_now=True)
    search = models.GeneratedField(
        expression=folded("title", "abstract", "name"), output_field=models.TextField(), db_persist=True
    )

    class Meta(Reviewable.Meta):
        verbose_name = _("propuesta de ponencia")
        verbose_name_plural = _("propuestas de ponencia")
        ordering = ("-submitted_at", "-pk")
        constraints = [
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=UNSENT
                | (
                    ~Q(name="")
                    & ~Q(title="")
                    & ~Q(abstract="")
                    & Q(takeaways__len__range=(3, 5), level__isnull=False)
                    & ~Q(format="")
                ),
                name="keynoteproposal_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(format="") | Q(format__in=ProposalFormat.values),
                name="keynoteproposal_format_known",
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__range=(1, 4)), name="keynoteproposal_level_one_to_four"
            ),
            models.CheckConstraint(
                condition=UNSENT | Q(is_promotional=False) | ~Q(sponsor=""),
                name="keynoteproposal_names_its_sponsor",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.ACCEPTED, is_promotional=True)
                | Q(sponsor_confirmed_at__isnull=False, sponsor_confirmed_by__isnull=False),
                name="keynoteproposal_sponsor_confirmed_first",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(session__isnull=False),
                name="keynoteproposal_confirmed_has_session",
            ),
            models.CheckConstraint(condition=Q(hours__lte=ALL_BOXES), name="keynoteproposal_hours_known"),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="keynoteproposal_queue"),
            models.Index(fields=["edition", "submitted_by"], name="keynoteproposal_mine"),
            GinIndex(OpClass("search", "gin_trgm_ops"), name="keynoteproposal_search"),
            likeness_index("keynoteproposal_likeness"),
        ]

    def __str__(self) -> str:
        return self.title


@audited(exclude=["nonce"])
class CoSpeaker(models.Model):
    """Somebody asked to speak together with who proposes; one invitation per address and proposal."""

    proposal = models.ForeignKey(
        KeynoteProposal, models.CASCADE, related_name="co_speakers", verbose_name=_("propuesta")
    )
    name = models.CharField(_("nombre"), max_length=120, blank=True)
    email = models.EmailField(_("correo"))
    status = models.CharField(_("estado"), max_length=10, choices=InviteStatus, default=InviteStatus.INVITED)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cuenta"),
    )
    occupation = models.CharField(_("ocupación"), max_length=120, blank=True)
    bio = models.TextField(_("biografía"), max_length=1500, blank=True)
    nonce = models.CharField(max_length=32, unique=True)
    invited_at = models.DateTimeField(_("invitada el"), auto_now_add=True)
    answered_at = models.DateTimeField(_("respondió el"), null=True, blank=True)

    class Meta:
        verbose_name = _("coponente")
        verbose_name_plural = _("coponentes")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("proposal", Lower("email"), name="cospeaker_once_per_address"),
            models.CheckConstraint(
                condition=Q(status__in=InviteStatus.values), name="cospeaker_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=InviteStatus.ACCEPTED) | Q(user__isnull=False),
                name="cospeaker_accepted_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


@audited()
class Mentorship(SpeakerFacts, Availability, Reviewable):
    """Somebody offers to mentor. An accepted AMA has a `session`; the other two are cards of the edition.

    `places` is how many people or teams they take (None: no limit), `taken` how many they have; only the
    services change it, by F().
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="mentorships", verbose_name=_("edición")
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("tipo de mentoría"), max_length=12, choices=MentorshipKind, blank=True)
    ama_form = models.CharField(_("forma del AMA"), max_length=6, choices=AmaForm, blank=True)
    speciality = models.TextField(_("especialidad"), max_length=1500, blank=True)
    themes = ArrayField(
        models.CharField(max_length=20, choices=MentorTheme),
        verbose_name=_("temas"),
        default=list,
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=10), verbose_name=_("idiomas"), default=list, blank=True
    )
    places = models.PositiveSmallIntegerField(_("plazas"), null=True, blank=True)
    taken = models.PositiveSmallIntegerField(_("plazas ocupadas"), default=0, editable=False)
    channel = models.CharField(_("dónde preguntar"), max_length=300, blank=True)
    may_record = models.BooleanField(_("se puede grabar"), default=False)
    comments = models.TextField(_("algo más para el equipo"), max_length=2000, blank=True)
    session = models.OneToOneField(
        Session, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sesión")
    )
    confirmed_at = models.DateTimeField(_("confirmada el"), null=True, blank=True)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizada"), auto_now=True)

    class Meta(Reviewable.Meta):
        verbose_name = _("mentoría")
        verbose_name_plural = _("mentorías")
        ordering = ("-submitted_at", "-pk")
        constraints = [
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=UNSENT | (~Q(name="") & ~Q(kind="") & ~Q(speciality="") & Q(languages__len__gt=0)),
                name="mentorship_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=MentorshipKind.values), name="mentorship_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ama_form="") | Q(ama_form__in=AmaForm.values, kind=MentorshipKind.AMA),
                name="mentorship_ama_form_known",
            ),
            models.CheckConstraint(
                condition=Q(themes__contained_by=MentorTheme.values), name="mentorship_themes_known"
            ),
            models.CheckConstraint(
                condition=Q(session=None) | Q(kind=MentorshipKind.AMA),
                name="mentorship_only_amas_are_sessions",
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(taken__lte=F("places")), name="mentorship_places_left"
            ),
            models.CheckConstraint(condition=Q(hours__lte=ALL_BOXES), name="mentorship_hours_known"),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="mentorship_queue"),
            models.Index(fields=["edition", "submitted_by"], name="mentorship_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_kind_display()}"

    @property
    def places_left(self) -> int | None:
        """How many more they take; None where there is no limit."""
        return None if self.places is None else self.places - self.taken

    @property
    def is_full(self) -> bool:
        """Whether no place is left: who asks now waits for one."""
        return self.places is not None and self.taken >= self.places


@audited()
class MentorshipRequest(models.Model):
    """Somebody asks for one of a mentor's places; the mentor sees them in the order they came.

    `waiting` has a place and waits to be helped, `standby` waits for a place.
    """

    mentorship = models.ForeignKey(
        Mentorship, models.CASCADE, related_name="requests", verbose_name=_("mentoría")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién")
    )
    question = models.TextField(_("qué necesita"), max_length=1500)
    status = models.CharField(_("estado"), max_length=10, choices=AskStatus, default=AskStatus.WAITING)
    asked_at = models.DateTimeField(_("pedida el"), auto_now_add=True)
    closed_at = models.DateTimeField(_("cerrada el"), null=True, blank=True)

    class Meta:
        verbose_name = _("petición de mentoría")
        verbose_name_plural = _("peticiones de mentoría")
        ordering = ("asked_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=AskStatus.values), name="mentorshiprequest_status_known"
            ),
            models.UniqueConstraint(
                fields=["mentorship", "asked_by"],
                condition=Q(status__in=ASKING),
                name="mentorshiprequest_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} → {self.mentorship}"
