"""Django app configuration."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "somosnlp.outbox"
