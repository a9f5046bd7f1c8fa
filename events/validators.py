"""Checks of single values of editions."""

from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _

MAILTO = "mailto:"


def validate_link(value: str) -> None:
    """Accept an http(s) address or `mailto:` and an e-mail address; raise ValidationError otherwise."""
    if value.startswith(MAILTO):
        EmailValidator()(value.removeprefix(MAILTO))
    else:
        URLValidator(schemes=["http", "https"], message=_("Escribe una dirección https://… o mailto:…"))(
            value
        )
