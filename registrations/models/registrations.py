"""Participants: one registration per person and edition, and the demographics they chose to tell."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from events.states import MilestoneKind
from registrations.querysets import RegistrationQuerySet
from registrations.states import COMPLETE, Education, Field, NlpLevel, SpokenLanguage, Status
from somosnlp.accounts.search import folded
from somosnlp.audit import audited


@audited(exclude=["search"])
class University(models.Model):
    """A university as people name it; organisers merge the spellings of the same one."""

    name = models.CharField(_("nombre"), max_length=150)
    country = models.CharField(_("país"), max_length=2, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spellings",
        verbose_name=_("es la misma que"),
    )
    created_at = models.DateTimeField(_("creada"), auto_now_add=True)
    search = models.GeneratedField(
        expression=folded("name"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        verbose_name = _("universidad")
        verbose_name_plural = _("universidades")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint("search", name="university_once_whatever_accents"),
            models.CheckConstraint(condition=~Q(name=""), name="university_has_name"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="university_not_into_itself"
            ),
        ]
        indexes = [GinIndex(OpClass("search", "gin_trgm_ops"), name="university_search")]

    def __str__(self) -> str:
        return self.name


@audited()
class Registration(models.Model):
    """One person in one edition. From `unconfirmed` on the answers of step 1 are complete."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="registrations", verbose_name=_("persona")
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="registrations", verbose_name=_("edición")
    )
    status = models.CharField(_("estado"), max_length=12, choices=Status, default=Status.DRAFT)
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("países que te representan"), default=list, blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=8), verbose_name=_("idiomas"), default=list, blank=True
    )
    level = models.CharField(_("nivel de PLN"), max_length=12, choices=NlpLevel, blank=True)
    university = models.ForeignKey(
        University,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("universidad"),
    )
    terms_version = models.CharField(_("versión de los términos"), max_length=120, blank=True)
    first_event = models.BooleanField(_("es su primer evento de SomosNLP"), null=True, blank=True)
    wants_to_spread = models.BooleanField(_("quiere ayudar a difundir"), null=True, blank=True)
    wants_to_organise = models.BooleanField(_("quiere ayudar a organizar"), null=True, blank=True)
    created_at = models.DateTimeField(_("fecha de comienzo"), auto_now_add=True)
    updated_at = models.DateTimeField(_("actualizada"), auto_now=True)
    submitted_at = models.DateTimeField(_("enviada"), null=True, blank=True)
    registered_at = models.DateTimeField(_("fecha de confirmación"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelada"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscripción")
        verbose_name_plural = _("inscripciones")
        ordering = ("-created_at", "-pk")
        permissions = [("export_registration", "Can export registrations with names and addresses")]
        constraints = [
            models.UniqueConstraint(fields=["user", "edition"], name="registration_one_per_person"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="registration_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(COMPLETE))
                | Q(
                    countries__len__range=(1, 5),
                    languages__len__gte=1,
                    level__in=NlpLevel.values,
                    submitted_at__isnull=False,
                )
                & ~Q(terms_version=""),
                name="registration_complete_answers",
            ),
            models.CheckConstraint(
                condition=Q(languages__contained_by=SpokenLanguage.values),
                name="registration_languages_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.REGISTERED) | Q(registered_at__isnull=False),
                name="registration_registered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CANCELLED) | Q(cancelled_at__isnull=False),
                name="registration_cancelled_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "status", "-created_at"], name="registration_list"),
            models.Index(fields=["-created_at", "-id"], name="registration_newest"),
            GinIndex(fields=["countries"], name="registration_countries"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.edition_id}"


class Demographics(models.Model):
    """Optional answers, kept apart: used only in aggregate, deleted without touching the registration."""

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="demographics")
    education = models.CharField(_("estudios terminados"), max_length=10, choices=Education, blank=True)
    fields = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("áreas de estudio o trabajo"),
        default=list,
        blank=True,
    )
    birth_year = models.PositiveSmallIntegerField(_("año de nacimiento"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("datos demográficos")
        verbose_name_plural = _("datos demográficos")
        constraints = [
            models.CheckConstraint(
                condition=Q(education="") | Q(education__in=Education.values),
                name="demographics_education_known",
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__range=(1900, 2100)),
                name="demographics_birth_year_range",
            ),
            models.CheckConstraint(
                condition=Q(fields__contained_by=Field.values), name="demographics_fields_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


@audited()
class RegistrationExtension(models.Model):
    """More time for one person: what everybody else had until the milestone, they have until `until`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="extensions", verbose_name=_("persona")
    )
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+", verbose_name=_("edición"))
    kind = models.CharField(
        _("plazo"), max_length=20, choices=MilestoneKind, default=MilestoneKind.REGISTRATION
    )
    until = models.DateTimeField(_("hasta"))
    reason = models.CharField(_("motivo"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("quién la dio")
    )
    granted_at = models.DateTimeField(_("dada el"), auto_now=True)

    class Meta:
        verbose_name = _("prórroga personal")
        verbose_name_plural = _("prórrogas personales")
        ordering = ("-until",)
        constraints = [
            models.UniqueConstraint(
                fields=["user", "edition", "kind"], name="registrationextension_one_per_deadline"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MilestoneKind.values), name="registrationextension_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="registrationextension_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.edition_id} · {self.until:%Y-%m-%d %H:%M}"
