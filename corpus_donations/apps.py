"""Django app configuration."""

from django.apps import AppConfig


class CorpusDonationsConfig(AppConfig):
    name = "corpus_donations"
