"""The programme: topics, people and sessions."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.editions import Edition
from events.models.pictures import Picture
from events.moments import Moment
from events.querysets import SessionQuerySet
from events.states import RESERVED_SLUGS, Level, Precision, SessionKind, SessionRole, SessionStatus
from somosnlp.audit import audited
from somosnlp.ui.localized import localized

#: What people who have a session in their calendar must hear of.
ANNOUNCED = ("title", "starts_at", "day", "minutes", "venue", "status", "is_published")


@audited()
class Topic(models.Model):
    """One numbered topic of an edition's call; every edition has its own list."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="topics", verbose_name=_("edición"))
    number = models.PositiveSmallIntegerField(_("número"))
    label_es = models.CharField(_("tema (español)"), max_length=120)
    label_en = models.CharField(_("tema (inglés)"), max_length=120, blank=True)
    label_pt = models.CharField(_("tema (portugués)"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("tema")
        verbose_name_plural = _("temas")
        ordering = ("edition", "number")
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="topic_one_per_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.label_es}"

    @property
    def label(self) -> str:
        return localized(self, "label")


@audited()
class Person(models.Model):
    """Somebody publicly credited as a speaker or host; an account is not needed."""

    slug = models.SlugField(_("dirección"), max_length=120, unique=True)
    name = models.CharField(_("nombre"), max_length=120)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cuenta"),
        help_text=_("Con cuenta, sus sesiones salen en su calendario y ve lo que le preguntan."),
    )
    bio = models.TextField(_("biografía"), max_length=1500, blank=True)
    website = models.URLField(_("página web"), max_length=300, blank=True)
    linkedin = models.URLField("LinkedIn", max_length=300, blank=True)
    x = models.CharField("X", max_length=60, blank=True)
    bluesky = models.CharField("BlueSky", max_length=120, blank=True)
    photo = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("foto")
    )

    class Meta:
        verbose_name = _("ponente")
        verbose_name_plural = _("ponentes")
        ordering = ("name",)
        constraints = [models.CheckConstraint(condition=~Q(slug__in=RESERVED_SLUGS), name="person_slug_free")]

    def __str__(self) -> str:
        return self.name


@audited()
class EditionPerson(models.Model):
    """What was printed about a person in one edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="people", verbose_name=_("edición"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="editions", verbose_name=_("ponente"))
    occupation = models.CharField(_("ocupación, como se publicó"), max_length=200, blank=True)
    note = models.CharField(_("nota"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ponente de la edición")
        verbose_name_plural = _("ponentes de la edición")
        ordering = ("person__name",)
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="editionperson_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.occupation}"


# Of who took the seats the rows of Attendance tell: a version for each would bury the rest.
@audited(exclude=["seats_taken"])
class Session(models.Model):
    """A keynote, talk, workshop, AMA or presentation of an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sessions", verbose_name=_("edición"))
    slug = models.SlugField(_("dirección"), max_length=120)
    kind = models.CharField(_("tipo"), max_length=20, choices=SessionKind)
    title = models.CharField(_("título"), max_length=200)
    subtitle = models.CharField(_("tema tratado"), max_length=200, blank=True)
    poster_title = models.CharField(_("título en el cartel"), max_length=200, blank=True)
    language = models.CharField(_("idioma"), max_length=10, default="es")
    precision = models.CharField(_("precisión"), max_length=10, choices=Precision, default=Precision.UNKNOWN)
    starts_at = models.DateTimeField(_("empieza (UTC)"), null=True, blank=True)
    day = models.DateField(_("día"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutos"), null=True, blank=True)
    originally_at = models.DateTimeField(_("antes empezaba (UTC)"), null=True, blank=True)
    time_source = models.CharField(_("de dónde sale la hora"), max_length=20, blank=True)
    level = models.PositiveSmallIntegerField(_("nivel"), choices=Level, null=True, blank=True)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, verbose_name=_("tema"))
    venue = models.CharField(_("lugar"), max_length=200, blank=True)
    video = models.CharField(_("grabación (YouTube)"), max_length=20, blank=True)
    notebook = models.CharField(_("cuaderno"), max_length=300, blank=True)
    note = models.TextField(_("nota"), blank=True)
    abstract = models.TextField(_("resumen"), max_length=4000, blank=True)
    takeaways = ArrayField(
        models.CharField(max_length=200), verbose_name=_("qué se aprenderá"), default=list, blank=True
    )
    room_url = models.URLField(
        _("sala (YouTube o Discord)"),
        max_length=300,
        blank=True,
        help_text=_("Se enseña desde una hora antes; a quien se apuntó le llega en el recordatorio."),
    )
    slides_url = models.URLField(_("diapositivas"), max_length=300, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("plazas"), null=True, blank=True, help_text=_("Vacío: sin límite.")
    )
    seats_taken = models.PositiveIntegerField(_("plazas ocupadas"), default=0, editable=False)
    takes_questions = models.BooleanField(
        _("tiene caja de preguntas"), default=False, help_text=_("Un AMA la tiene siempre.")
    )
    status = models.CharField(
        _("estado"), max_length=10, choices=SessionStatus, default=SessionStatus.SCHEDULED, editable=False
    )
    is_published = models.BooleanField(_("publicada"), default=True)
    sequence = models.PositiveIntegerField(_("cambios públicos"), default=0, editable=False)
    changed_at = models.DateTimeField(_("último cambio público"), null=True, blank=True, editable=False)
    people = models.ManyToManyField(
        Person, through="SessionPerson", related_name="sessions", verbose_name=_("personas")
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesión")
        verbose_name_plural = _("sesiones")
        ordering = ("edition", "starts_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="session_slug_once"),
            models.CheckConstraint(condition=~Q(slug__in=RESERVED_SLUGS), name="session_slug_free"),
            models.CheckConstraint(condition=Q(kind__in=SessionKind.values), name="session_kind_known"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__range=(1, 4)), name="session_level_one_to_four"
            ),
            models.CheckConstraint(
                condition=Q(precision=Precision.INSTANT, starts_at__isnull=False, day=None)
                | Q(precision=Precision.DAY, starts_at=None, day__isnull=False)
                | Q(precision=Precision.UNKNOWN, starts_at=None, day=None),
                name="session_moment_is_whole",
            ),
            models.CheckConstraint(condition=Q(status__in=SessionStatus.values), name="session_status_known"),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats_taken__lte=F("seats")), name="session_seats_left"
            ),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="session_takes_time"),
        ]
        indexes = [models.Index(fields=["edition", "starts_at"], name="session_programme")]
        triggers: ClassVar = [
            # SEQUENCE and LAST-MODIFIED (RFC 5545), whoever writes the row: a service, the admin, an import.
            pgtrigger.Trigger(
                name="session_counts_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in ANNOUNCED)
                ),
                func="NEW.sequence := OLD.sequence + 1; NEW.changed_at := now(); RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def moment(self) -> Moment:
        return Moment(at=self.starts_at, day=self.day, zone=self.edition.time_zone)

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # Django's plugin knows its own
        """Return the name of its kind; Django's own would translate those of all kinds to find it."""
        return str(SessionKind(self.kind).label)

    @property
    def is_cancelled(self) -> bool:
        return self.status == SessionStatus.CANCELLED

    @property
    def has_questions(self) -> bool:
        """Whether people may put questions to it: an AMA always, others where an organiser said so."""
        return self.takes_questions or self.kind == SessionKind.AMA

    @property
    def seats_left(self) -> int | None:
        """How many seats are free; None where there is no limit."""
        return None if self.seats is None else self.seats - self.seats_taken

    @property
    def speakers(self) -> list["SessionPerson"]:
        """Those who speak, in the order announced; of a prefetched cast, no query."""
        return [seat for seat in self.cast.all() if seat.role == SessionRole.SPEAKER]

    @property
    def hosts(self) -> list["SessionPerson"]:
        """Those who present the speakers."""
        return [seat for seat in self.cast.all() if seat.role == SessionRole.HOST]

    @property
    def video_url(self) -> str:
        return f"https://www.youtube.com/watch?v={self.video}" if self.video else ""


@audited()
class SessionPerson(models.Model):
    """Who speaks at or hosts a session, in the order announced."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="cast", verbose_name=_("sesión"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="appearances", verbose_name=_("persona"))
    role = models.CharField(_("papel"), max_length=10, choices=SessionRole, default=SessionRole.SPEAKER)
    position = models.PositiveSmallIntegerField(_("orden"), default=0)

    class Meta:
        verbose_name = _("persona en la sesión")
        verbose_name_plural = _("personas en la sesión")
        ordering = ("session", "role", "position")
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="sessionperson_once"),
            models.CheckConstraint(condition=Q(role__in=SessionRole.values), name="sessionperson_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
