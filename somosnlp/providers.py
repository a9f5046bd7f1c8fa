"""How an older app asks a younger one: dotted paths in settings.PROVIDERS, resolved here.

The consumer declares a Protocol for what it expects and never imports the provider; a system check
imports every path, so that a typing error fails at start and not on a page.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


@cache
def _resolve(paths: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(import_string(path) for path in paths)


def providers(name: str) -> tuple[Any, ...]:
    """Return the callables listed under `name`, in the order of the settings.

    Raises KeyError for a name that settings.PROVIDERS does not have.
    """
    return _resolve(tuple(settings.PROVIDERS[name]))


@register()
def check_providers(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report every provider path that cannot be imported."""
    errors: list[CheckMessage] = []
    for name, paths in settings.PROVIDERS.items():
        for path in paths:
            try:
                import_string(path)
            except ImportError as error:
                errors.append(Error(f"PROVIDERS[{name!r}]: {error}", id="somosnlp.E001"))
    return errors
