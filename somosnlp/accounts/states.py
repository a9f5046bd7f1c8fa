"""Choices about people: pronouns and what they may consent to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Pronouns(TextChoices):
    SHE = "ella", _("ella")
    HE = "él", _("él")
    THEY = "elle", _("elle")
    UNSAID = "unsaid", _("prefiero no decirlo")


class Purpose(TextChoices):
    """What a person may allow; everything is off until they say otherwise."""

    NEWS = "news", _("Recibir novedades de SomosNLP por correo")
    PUBLIC_NAME = "public_name", _("Mostrar mi nombre en páginas públicas")
    SPREAD = "spread", _("Ayudar a difundir: me pueden mandar materiales para compartir")
    PAPERS = "papers", _("Usar mis datos demográficos, agregados, en publicaciones científicas")


class LegalKind(TextChoices):
    PRIVACY = "privacidad", _("Privacidad")
    TERMS = "terminos", _("Términos")
    CONDUCT = "codigo-de-conducta", _("Código de conducta")
    CONTACT = "contacto", _("Contacto")


#: Version of the texts of `Purpose` that people read before they say yes; a new wording needs a new date.
CONSENT_TEXTS = "2026-11-23"
