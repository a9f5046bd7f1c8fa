"""Django app configuration."""

from django.apps import AppConfig


class UIConfig(AppConfig):
    name = "somosnlp.ui"
