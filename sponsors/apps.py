"""Django app configuration."""

from django.apps import AppConfig


class SponsorsConfig(AppConfig):
    name = "sponsors"
