"""People: accounts, consents, legal texts and the drafts of people who have no account yet."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from somosnlp.accounts.managers import UserManager
from somosnlp.accounts.search import folded
from somosnlp.accounts.states import LegalKind, Pronouns, Purpose
from somosnlp.audit import audited
from somosnlp.ui.localized import localized


@audited(exclude=["password", "last_login", "search"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person; the e-mail address is the login. Facts about the person live here and are asked once."""

    email = models.EmailField(_("correo electrónico"), unique=True)
    name = models.CharField(_("nombre, como quieres que salga en tu certificado"), max_length=150, blank=True)
    public_name = models.CharField(_("nombre público"), max_length=80, blank=True)
    country = models.CharField(_("país"), max_length=2, blank=True)
    time_zone = models.CharField(_("zona horaria"), max_length=64, blank=True)
    language = models.CharField(_("idioma de la página y de los correos"), max_length=10, default="es")
    pronouns = models.CharField(_("pronombres"), max_length=10, choices=Pronouns, blank=True)
    hugging_face = models.CharField(_("nombre en Hugging Face"), max_length=96, blank=True)
    hugging_face_later = models.BooleanField(_("todavía no tengo Hugging Face"), default=False)
    discord = models.CharField(_("nombre en Discord"), max_length=40, blank=True)
    discord_later = models.BooleanField(_("todavía no tengo Discord"), default=False)
    github = models.CharField(_("nombre en GitHub"), max_length=39, blank=True)

    is_staff = models.BooleanField(_("entra en la administración"), default=False)
    is_active = models.BooleanField(_("activa"), default=True)
    date_joined = models.DateTimeField(_("alta"), default=timezone.now)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    search = models.GeneratedField(
        expression=folded("name", "public_name", "email", "discord", "hugging_face", "github"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_any_case"),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="user_language_known",
            ),
            models.CheckConstraint(
                condition=Q(pronouns="") | Q(pronouns__in=Pronouns.values), name="user_pronouns_known"
            ),
            models.CheckConstraint(
                condition=Q(hugging_face="") | Q(hugging_face_later=False), name="user_hugging_face_or_later"
            ),
            models.CheckConstraint(
                condition=Q(discord="") | Q(discord_later=False), name="user_discord_or_later"
            ),
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"), name="user_country_is_iso"
            ),
        ]
        indexes = [GinIndex(OpClass("search", "gin_trgm_ops"), name="user_search")]

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def display_name(self) -> str:
        """How others see this person; empty while they have given no name."""
        return self.public_name or self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.display_name.split(" ", 1)[0]


class Consent(models.Model):
    """One yes to one purpose, with the text that was read and when; withdrawing dates it, nothing is lost."""

    user = models.ForeignKey(User, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("finalidad"), max_length=20, choices=Purpose)
    text_version = models.CharField(_("versión del texto"), max_length=20)
    granted_at = models.DateTimeField(_("dado"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("retirado"), null=True, blank=True)

    class Meta:
        verbose_name = _("consentimiento")
        verbose_name_plural = _("consentimientos")
        ordering = ("-granted_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=Q(withdrawn_at=None), name="consent_one_in_force"
            ),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consent_purpose_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.user}"


@audited()
class LegalText(models.Model):
    """One dated version of a legal page, in three languages; the newest one published is in force."""

    kind = models.CharField(_("página"), max_length=20, choices=LegalKind)
    version = models.DateField(_("versión"))
    approved = models.BooleanField(
        _("aprobada por la organización"),
        default=False,
        help_text=_("Mientras no lo esté, la página dice que es un borrador."),
    )
    title_es = models.CharField(_("título (español)"), max_length=120)
    title_en = models.CharField(_("título (inglés)"), max_length=120, blank=True)
    title_pt = models.CharField(_("título (portugués)"), max_length=120, blank=True)
    body_es = models.TextField(_("texto (español, Markdown)"))
    body_en = models.TextField(_("texto (inglés, Markdown)"), blank=True)
    body_pt = models.TextField(_("texto (portugués, Markdown)"), blank=True)

    class Meta:
        verbose_name = _("página legal")
        verbose_name_plural = _("páginas legales")
        ordering = ("kind", "-version")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="legaltext_one_per_day"),
            models.CheckConstraint(condition=Q(kind__in=LegalKind.values), name="legaltext_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.version:%Y-%m-%d}"

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def body(self) -> str:
        return localized(self, "body")


class PersonNote(models.Model):
    """What organisers tell each other about a person. The form's `key` keeps a note sent twice only once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("persona"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("quién"))
    text = models.TextField(_("nota interna"), max_length=4000)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("cuándo"), auto_now_add=True)

    class Meta:
        verbose_name = _("nota sobre una persona")
        verbose_name_plural = _("notas sobre personas")
        ordering = ("-at", "-pk")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="personnote_says_something")]
        indexes = [models.Index(fields=["user", "-at"], name="personnote_person")]

    def __str__(self) -> str:
        return self.text[:60]


class FormDraft(models.Model):
    """What somebody typed into a public form before they had an account or were signed in.

    The browser holds the signed id in a cookie; the row is attached to the person who proves the address
    with a code, and is gone after seven days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    scope = models.CharField(max_length=40, blank=True)
    email = models.EmailField()
    data = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    time_zone = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    attached_to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    attached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("borrador sin cuenta")
        verbose_name_plural = _("borradores sin cuenta")
        constraints = [
            models.CheckConstraint(
                condition=Q(attached_to=None, attached_at=None)
                | Q(attached_to__isnull=False, attached_at__isnull=False),
                name="formdraft_attached_whole",
            )
        ]
        indexes = [models.Index(fields=["email"], condition=Q(attached_at=None), name="formdraft_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.email}"

    def payload(self) -> dict[str, Any]:
        """Return what was typed, field by field."""
        return dict(self.data)
