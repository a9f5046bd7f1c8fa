"""Django app configuration."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "somosnlp.review"
