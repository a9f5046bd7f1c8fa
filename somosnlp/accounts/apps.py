"""Django app configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "somosnlp.accounts"
    verbose_name = _("Personas y textos legales")
