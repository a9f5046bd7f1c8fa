"""Who said «me apunto» to a session, the calendar feed of a person, and the question box of a session."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.models.programme import Session
from events.states import AttendanceStatus, QuestionStatus
from somosnlp.audit import audited


class Attendance(models.Model):
    """Somebody wants to be at a session: with an account, or by an address they confirm.

    Only `going` takes a seat (`Session.seats_taken`, changed by F() in the services).
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances", verbose_name=_("sesión"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cuenta"),
    )
    email = models.EmailField(_("correo"))
    language = models.CharField(_("idioma"), max_length=10, default="es")
    time_zone = models.CharField(_("zona horaria"), max_length=64, blank=True)
    status = models.CharField(
        _("estado"), max_length=10, choices=AttendanceStatus, default=AttendanceStatus.PENDING
    )
    nonce = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(_("pedida el"), auto_now_add=True)
    joined_at = models.DateTimeField(_("apuntada el"), null=True, blank=True)

    class Meta:
        verbose_name = _("persona apuntada")
        verbose_name_plural = _("personas apuntadas")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("session", Lower("email"), name="attendance_once_per_address"),
            models.UniqueConstraint(fields=["session", "user"], name="attendance_once_per_person"),
            models.CheckConstraint(
                condition=Q(status__in=AttendanceStatus.values), name="attendance_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[AttendanceStatus.GOING, AttendanceStatus.WAITING])
                | Q(joined_at__isnull=False),
                name="attendance_joined_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["session", "status", "joined_at"], name="attendance_queue"),
            models.Index(fields=["user", "status"], name="attendance_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.session_id}"


class CalendarFeed(models.Model):
    """The secret address of a person's calendar; a new nonce revokes the old address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("persona")
    )
    nonce = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)
    renewed_at = models.DateTimeField(_("renovado"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendario personal")
        verbose_name_plural = _("calendarios personales")

    def __str__(self) -> str:
        return str(self.user_id)


@audited(exclude=["votes"])
class Question(models.Model):
    """A question to who answers at a session. `votes` counts its voters; only the services change it.

    Who asked is known by an account or by the address they signed up to a session with; `name` is what they
    sign with, empty for who would rather not. `answering_since`: the one being answered right now.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="questions", verbose_name=_("sesión"))
    text = models.TextField(_("pregunta"), max_length=600)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién"),
    )
    attendance = models.ForeignKey(
        Attendance,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién, sin cuenta"),
    )
    name = models.CharField(_("firma"), max_length=80, blank=True)
    key = models.UUIDField(unique=True, editable=False)
    status = models.CharField(
        _("estado"), max_length=10, choices=QuestionStatus, default=QuestionStatus.PENDING
    )
    votes = models.PositiveIntegerField(_("votos"), default=0, editable=False)
    merged_into = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="merged", verbose_name=_("unida a")
    )
    answer = models.TextField(_("respuesta, en breve"), max_length=2000, blank=True)
    answered_at_second = models.PositiveIntegerField(_("segundo de la grabación"), null=True, blank=True)
    answering_since = models.DateTimeField(_("empezó a responderse"), null=True, blank=True)
    asked_at = models.DateTimeField(_("preguntada el"), auto_now_add=True)

    class Meta:
        verbose_name = _("pregunta")
        verbose_name_plural = _("preguntas")
        ordering = ("-votes", "asked_at", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_says_something"),
            models.CheckConstraint(
                condition=Q(status__in=QuestionStatus.values), name="question_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=QuestionStatus.MERGED, merged_into__isnull=False)
                | (~Q(status=QuestionStatus.MERGED) & Q(merged_into=None)),
                name="question_merged_into_another",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(answering_since__isnull=False),
                name="question_one_answered_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["session", "status", "-votes"], name="question_box")]

    def __str__(self) -> str:
        return self.text[:60]


class QuestionVote(models.Model):
    """One vote for a question by one confirmed address, with an account or without."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="+", verbose_name=_("pregunta"))
    email = models.EmailField(_("correo"))
    voted_at = models.DateTimeField(_("votada el"), auto_now_add=True)

    class Meta:
        verbose_name = _("voto a una pregunta")
        verbose_name_plural = _("votos a preguntas")
        constraints = [
            models.UniqueConstraint("question", Lower("email"), name="questionvote_once_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"
