"""The Celery application. A task is only a trigger: what has to happen is a row in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "somosnlp.settings.production")

app = Celery("somosnlp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
