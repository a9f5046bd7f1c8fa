"""Django app configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "somosnlp.outbox"
    verbose_name = _("Correos")

    def ready(self) -> None:
        """Register the system check of the keys."""
        import_module("somosnlp.outbox.sealing")
