"""The program as a deployment runs it, without TLS: DATABASE_URL, REDIS_URL, STATIC_ROOT from the bench."""

from somosnlp.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-the-bench-" + "0" * 40
OUTBOX_KEYS = ["only-for-the-bench"]
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
DEMO_PASSWORD = "demo-somosnlp"
