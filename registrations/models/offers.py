"""Ways into a team: invitations, requests, links and proposals of the matching, in one table."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from registrations.models.registrations import Registration
from registrations.models.teams import Team
from registrations.querysets.teams import OfferQuerySet
from registrations.states.teams import MergerStatus, OfferKind, OfferStatus
from somosnlp.audit import audited


@audited()
class InvitationLink(models.Model):
    """A link anybody may be sent: it runs out, can be revoked, and serves so many people."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="links", verbose_name=_("equipo"))
    nonce = models.CharField(max_length=32, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién")
    )
    created_at = models.DateTimeField(_("creado"), auto_now_add=True)
    expires_at = models.DateTimeField(_("caduca"))
    most_uses = models.PositiveSmallIntegerField(_("cuántas personas"), default=4)
    uses = models.PositiveSmallIntegerField(_("cuántas lo usaron"), default=0)
    revoked_at = models.DateTimeField(_("anulado"), null=True, blank=True)

    class Meta:
        verbose_name = _("enlace de invitación")
        verbose_name_plural = _("enlaces de invitación")
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(condition=Q(uses__lte=F("most_uses")), name="invitationlink_uses_left"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitationlink_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} · {self.expires_at:%Y-%m-%d}"


@audited(exclude=["nonce"])
class Offer(models.Model):
    """One chance of one person (or of an address nobody has proven yet) to come into a team.

    An invitation or a match is the person's to accept, a request the captain's. A match belongs to a `group`
    and has no team until two people of the group have accepted.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edición"))
    kind = models.CharField(_("vía"), max_length=12, choices=OfferKind)
    status = models.CharField(_("estado"), max_length=12, choices=OfferStatus, default=OfferStatus.OPEN)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name=_("equipo")
    )
    group = models.ForeignKey(
        "registrations.MatchGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("grupo propuesto"),
    )
    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("persona"),
    )
    email = models.EmailField(_("correo"), blank=True)
    link = models.ForeignKey(
        InvitationLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="offers",
        verbose_name=_("enlace"),
    )
    message = models.CharField(_("unas palabras"), max_length=600, blank=True)
    answer = models.CharField(_("respuesta"), max_length=600, blank=True)
    nonce = models.CharField(max_length=32, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("quién")
    )
    created_at = models.DateTimeField(_("hecha"), auto_now_add=True)
    expires_at = models.DateTimeField(_("caduca"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién respondió"),
    )
    answered_at = models.DateTimeField(_("respondida"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitación o solicitud")
        verbose_name_plural = _("invitaciones y solicitudes")
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OfferKind.values), name="offer_kind_known"),
            models.CheckConstraint(condition=Q(status__in=OfferStatus.values), name="offer_status_known"),
            models.CheckConstraint(
                condition=Q(registration__isnull=False, email="")
                | Q(registration=None, kind=OfferKind.INVITATION) & ~Q(email=""),
                name="offer_to_person_or_address",
            ),
            models.CheckConstraint(
                condition=Q(kind=OfferKind.MATCH, group__isnull=False)
                | ~Q(kind=OfferKind.MATCH) & Q(group=None, team__isnull=False),
                name="offer_of_team_or_group",
            ),
            models.CheckConstraint(
                condition=~Q(status=OfferStatus.ACCEPTED)
                | Q(registration__isnull=False, answered_at__isnull=False),
                name="offer_accepted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["team", "registration"],
                condition=Q(status=OfferStatus.OPEN),
                name="offer_one_open_per_person_and_team",
            ),
            models.UniqueConstraint(
                "team",
                Lower("email"),
                condition=Q(status=OfferStatus.OPEN, registration=None),
                name="offer_one_open_per_address_and_team",
            ),
            models.UniqueConstraint(
                fields=["group", "registration"],
                condition=Q(group__isnull=False),
                name="offer_one_per_person_and_group",
            ),
        ]
        indexes = [
            models.Index(Lower("email"), condition=~Q(email=""), name="offer_address"),
            models.Index(fields=["team", "status", "-created_at"], name="offer_of_team"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.team_id} · {self.status}"


@audited()
class Merger(models.Model):
    """One captain's proposal that two teams become one; `team` goes into `into` when the other agrees."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="mergers", verbose_name=_("equipo"))
    into = models.ForeignKey(Team, models.CASCADE, related_name="+", verbose_name=_("se une a"))
    status = models.CharField(_("estado"), max_length=12, choices=MergerStatus, default=MergerStatus.OPEN)
    message = models.CharField(_("unas palabras"), max_length=600, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién")
    )
    created_at = models.DateTimeField(_("propuesta"), auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quién respondió"),
    )
    answered_at = models.DateTimeField(_("respondida"), null=True, blank=True)

    class Meta:
        verbose_name = _("unión de equipos")
        verbose_name_plural = _("uniones de equipos")
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(condition=Q(status__in=MergerStatus.values), name="merger_status_known"),
            models.CheckConstraint(condition=~Q(team=F("into")), name="merger_not_with_itself"),
            models.UniqueConstraint(
                fields=["team", "into"], condition=Q(status=MergerStatus.OPEN), name="merger_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} → {self.into_id}"
