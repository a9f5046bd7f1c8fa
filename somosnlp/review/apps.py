"""Django app configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "somosnlp.review"
    verbose_name = _("Revisión")
