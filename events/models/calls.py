"""Calls: what an edition asks people for, and the applications to join the organising team."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.editions import Edition, Milestone
from events.states import CallKind, OrganiserArea, TimeCommitment
from somosnlp.audit import audited
from somosnlp.review.models import Reviewable, ReviewRound
from somosnlp.review.states import Status
from somosnlp.ui.localized import localized


@audited()
class Call(models.Model):
    """One call of an edition. It opens on a day, closes with a milestone; both may be left open."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="calls", verbose_name=_("edición"))
    kind = models.CharField(_("convocatoria"), max_length=20, choices=CallKind)
    opens_on = models.DateField(_("abre el"), null=True, blank=True)
    closes_with = models.ForeignKey(
        Milestone, models.SET_NULL, null=True, blank=True, related_name="calls", verbose_name=_("cierra con")
    )
    is_closed = models.BooleanField(_("cerrada a mano"), default=False)
    external_url = models.URLField(
        _("formulario externo"), blank=True, help_text=_("Solo si aún no tenemos el formulario aquí.")
    )
    answers_by = models.DateField(
        _("respondemos a más tardar el"),
        null=True,
        blank=True,
        help_text=_(
            "La ve quien propone. Si llega el día y no hay respuesta, la propuesta se marca en rojo "
            "y le escribimos una vez para disculparnos."
        ),
    )
    text_es = models.TextField(_("qué se busca (español, Markdown)"), blank=True)
    text_en = models.TextField(_("qué se busca (inglés, Markdown)"), blank=True)
    text_pt = models.TextField(_("qué se busca (portugués, Markdown)"), blank=True)
    hidden_questions = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("preguntas que no se hacen"),
        default=list,
        blank=True,
        help_text=_("Solo las opcionales se pueden quitar."),
    )
    most_per_person = models.PositiveSmallIntegerField(_("propuestas por persona"), default=5)
    most_co_speakers = models.PositiveSmallIntegerField(_("coponentes por propuesta"), default=3)
    needs_graphic = models.BooleanField(
        _("el cartel lleva además un elemento gráfico"), default=False, help_text=_("Como en 2024.")
    )
    voting_from = models.DateTimeField(_("se vota desde"), null=True, blank=True)
    voting_until = models.DateTimeField(_("se vota hasta"), null=True, blank=True)
    review_round = models.OneToOneField(
        ReviewRound,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("forma de revisar"),
        help_text=_("Vacío: quien revisa decide, sin más."),
    )

    class Meta:
        verbose_name = _("convocatoria")
        verbose_name_plural = _("convocatorias")
        ordering = ("edition", "pk")
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="call_one_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=CallKind.values), name="call_kind_known"),
            models.CheckConstraint(
                condition=Q(voting_from=None)
                | Q(voting_until=None)
                | Q(voting_until__gt=models.F("voting_from")),
                name="call_voting_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(most_per_person__gte=1), name="call_takes_a_proposal"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def state(self, now: datetime | None = None) -> str:
        """Return `soon`, `open` or `closed` at `now` (the server's clock by default)."""
        now = now or timezone.now()
        if self.is_closed or (self.closes_with and self.closes_with.moment.is_over(now)):
            return "closed"
        if self.opens_on and now.date() < self.opens_on:
            return "soon"
        return "open"

    @property
    def is_open(self) -> bool:
        return self.state() == "open"

    @property
    def text(self) -> str:
        """What it looks for, in the reader's language, as Markdown."""
        return localized(self, "text")

    def takes_votes(self, now: datetime) -> bool:
        """Tell whether people may vote for its posters at `now`: only while both ends are known."""
        return bool(self.voting_from and self.voting_until and self.voting_from <= now < self.voting_until)


@audited(exclude=["nonce"])
class CallAccess(models.Model):
    """A link by which an organiser lets somebody send or change a proposal after the call has closed."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="accesses", verbose_name=_("convocatoria"))
    nonce = models.CharField(max_length=32, unique=True)
    note = models.CharField(_("para quién"), max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién")
    )
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)
    expires_at = models.DateTimeField(_("caduca"))
    revoked_at = models.DateTimeField(_("anulado"), null=True, blank=True)

    class Meta:
        verbose_name = _("enlace de acceso")
        verbose_name_plural = _("enlaces de acceso")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.call} · {self.note}"


@audited()
class OrganiserApplication(Reviewable):
    """Somebody offers to help organise an edition: voluntary, credited per task, with a certificate."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="organiser_applications", verbose_name=_("edición")
    )
    areas = ArrayField(models.CharField(max_length=40, choices=OrganiserArea), verbose_name=_("áreas"))
    commitment = models.CharField(_("tiempo"), max_length=20, choices=TimeCommitment)
    months = ArrayField(models.DateField(), verbose_name=_("meses"), default=list, blank=True)
    message = models.TextField(_("algo más"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizada"), auto_now=True)

    class Meta(Reviewable.Meta):
        verbose_name = _("solicitud para el equipo organizador")
        verbose_name_plural = _("solicitudes para el equipo organizador")
        ordering = ("-submitted_at", "-pk")
        constraints = [
            *Reviewable.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "submitted_by"], name="organiserapplication_one_per_person"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(areas__len__gt=0), name="organiserapplication_has_areas"
            ),
            models.CheckConstraint(
                condition=Q(areas__contained_by=OrganiserArea.values),
                name="organiserapplication_areas_known",
            ),
            models.CheckConstraint(
                condition=Q(commitment__in=TimeCommitment.values),
                name="organiserapplication_commitment_known",
            ),
        ]
        indexes = [models.Index(fields=["status", "submitted_at"], name="organiserapplication_queue")]

    def __str__(self) -> str:
        return f"{self.submitted_by} · {self.edition_id}"
