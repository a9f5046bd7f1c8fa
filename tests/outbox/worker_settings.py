"""Settings of the processes that tests start: the test's database and mail server, a fast clock."""

import os

from somosnlp.settings.test import *  # noqa: F403
from somosnlp.settings.test import CELERY_BEAT_SCHEDULE, DATABASES, PROVIDERS

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_SMTP_PORT"])
PROVIDERS = {
    **PROVIDERS,
    "reminder_rules": ["tests.outbox.test_processes.rules"],
    "mail_renderers": ["tests.outbox.test_processes.hello"],
}
CELERY_BEAT_SCHEDULE = {name: {**tick, "schedule": 1.0} for name, tick in CELERY_BEAT_SCHEDULE.items()}
