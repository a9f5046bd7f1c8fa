"""Django app configuration."""

from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    name = "registrations"
