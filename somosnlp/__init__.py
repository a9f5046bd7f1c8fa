"""Composition root and shared kernel of the SomosNLP hackathon platform."""

from somosnlp.celery import app as celery_app

__all__ = ["celery_app"]
