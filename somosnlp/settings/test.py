"""Settings of the test suite: the real database and broker, fast password hashes."""

from pathlib import Path

from somosnlp.local.environment import use_test_servers

LOCAL_DIR = Path(__file__).resolve().parent.parent.parent / ".local"
EMBEDDED = use_test_servers(LOCAL_DIR)

from somosnlp.settings.base import *  # noqa: E402 (it reads the variables set above)
from somosnlp.settings.base import INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS.append("somosnlp.local")

DEBUG = False
SECRET_KEY = "test-only-" + "0" * 50
ALLOWED_HOSTS = ["*"]
OUTBOX_KEYS = ["test-only"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DEMO_PASSWORD = "demo-somosnlp"
# Static files come from where they are written: nothing to collect before a test.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
