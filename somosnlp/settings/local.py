"""Settings of `make run`: no secret to set, mails as files under .local/mail, a demo edition."""

import os
from pathlib import Path

from somosnlp.local.environment import use_run_servers

#: Mails, logs and, for an ordinary user, the data of the embedded servers.
LOCAL_DIR = Path(os.environ.get("LOCAL_DIR") or Path(__file__).parents[2] / ".local").resolve()
EMBEDDED = use_run_servers(LOCAL_DIR)
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT') or 8000}")

from somosnlp.settings.base import *  # noqa: E402 (it reads the variables set above)
from somosnlp.settings.base import INSTALLED_APPS, STORAGES, env  # noqa: E402

INSTALLED_APPS.append("somosnlp.local")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="local-only-not-a-secret-" + "0" * 40)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
OUTBOX_KEYS = env.list("OUTBOX_KEYS", default=["local-only-not-a-secret"])

LOCAL_URLS = True
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(LOCAL_DIR / "media"))
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="demo-somosnlp")
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "somosnlp.local.mail.EmailFileBackend"
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
