"""Addresses for the buttons of mails."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def page_url(name: str, *args: Any, language: str, **kwargs: Any) -> str:
    """Return the whole address of a page in `language`; the host is the settings', never a request's."""
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse(name, args=args, kwargs=kwargs)}"
