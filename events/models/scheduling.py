"""The organisers' plan of the programme, and the numbered releases by which it becomes public."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models.editions import Edition
from events.models.programme import Session
from events.states import ChangeKind
from somosnlp.audit import audited


@audited()
class Placement(models.Model):
    """Where the organisers have put a session; nobody else sees it until a release copies it to the session.

    A session without a placement stands as it is published.
    """

    session = models.OneToOneField(
        Session, models.CASCADE, related_name="placement", verbose_name=_("sesión")
    )
    starts_at = models.DateTimeField(_("empieza (UTC)"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutos"), null=True, blank=True)
    venue = models.CharField(_("lugar"), max_length=200, blank=True)
    is_cancelled = models.BooleanField(_("se cancela"), default=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("quién")
    )
    updated_at = models.DateTimeField(_("cambiado el"), auto_now=True)

    class Meta:
        verbose_name = _("colocación")
        verbose_name_plural = _("colocaciones")
        constraints = [
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="placement_takes_time")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.starts_at}"


class Release(models.Model):
    """One publication of changes of an edition's programme; numbered from 1."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="releases", verbose_name=_("edición"))
    number = models.PositiveIntegerField(_("número"))
    note = models.CharField(_("nota"), max_length=300, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién")
    )
    published_at = models.DateTimeField(_("publicada el"), auto_now_add=True)

    class Meta:
        verbose_name = _("publicación del programa")
        verbose_name_plural = _("publicaciones del programa")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="release_one_per_number")]

    def __str__(self) -> str:
        return gettext("Versión %(number)s") % {"number": self.number}


class ReleaseChange(models.Model):
    """What one release changed of one session."""

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="changes", verbose_name=_("publicación")
    )
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="release_changes", verbose_name=_("sesión")
    )
    kind = models.CharField(_("qué cambió"), max_length=10, choices=ChangeKind)
    was_at = models.DateTimeField(_("empezaba (UTC)"), null=True, blank=True)
    was_minutes = models.PositiveSmallIntegerField(_("duraba (minutos)"), null=True, blank=True)
    was_venue = models.CharField(_("era en"), max_length=200, blank=True)
    now_at = models.DateTimeField(_("empieza (UTC)"), null=True, blank=True)
    now_minutes = models.PositiveSmallIntegerField(_("dura (minutos)"), null=True, blank=True)
    now_venue = models.CharField(_("es en"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cambio del programa")
        verbose_name_plural = _("cambios del programa")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["release", "session"], name="releasechange_once"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="releasechange_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.get_kind_display()}"
