"""Django app configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorpusDonationsConfig(AppConfig):
    name = "corpus_donations"
    verbose_name = _("Corpus")
