"""Settings shared by every environment; each value that differs comes from an environment variable.

A secret NAME may also come from a file named in NAME_FILE (Docker and systemd credentials).
"""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF

from somosnlp.settings import provided

# Lets `ModelAdmin[Registration]` be written at run time, as mypy wants it.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.FileAwareEnv()

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = "SomosNLP"
#: Addresses of the local mail viewer; only `make run` has them.
LOCAL_URLS = False

INSTALLED_APPS = [
    "django.forms",  # its templates, for FORM_RENDERER
    "somosnlp.ui",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_countries",
    "pgtrigger",
    "pghistory",
    "somosnlp.outbox",
    "somosnlp.accounts",
    "somosnlp.review",
    "events",
    "registrations",
    "sponsors",
    "corpus_donations",
    "projects",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "somosnlp.accounts.middleware.TimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "somosnlp.urls"
WSGI_APPLICATION = "somosnlp.wsgi.application"
ASGI_APPLICATION = "somosnlp.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "somosnlp.ui.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

#: Who answers what one app asks of the others (docs/architecture.md, "Providers").
PROVIDERS = provided.PROVIDERS

# --- Data --------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///somosnlp")}
DATABASES["default"].update(
    {
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": True,
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "somosnlp.cache.FailoverCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"fallback_table": "cache_fallback"},
    },
    # What `{% cache %}` keeps, in each process: parts of pages that follow from the names given to the tag.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    # Named only so that `createcachetable` makes the table the fail-over writes to.
    "fallback": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_fallback",
    },
}
SESSION_ENGINE = "somosnlp.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True

# Celery's name for a Redis on a Unix socket.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_TIMEZONE = "UTC"
#: Beat's ticks expire before the next one: a worker that was down finds one of each, not a pile.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "outbox.deliver_due": {
        "task": "somosnlp.outbox.tasks.deliver_due",
        "schedule": 10.0,
        "options": {"expires": 9},
    },
    "outbox.plan_reminders": {
        "task": "somosnlp.outbox.tasks.plan_reminders",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "outbox.announce_opened": {
        "task": "somosnlp.outbox.tasks.announce_opened",
        "schedule": 300.0,
        "options": {"expires": 280},
    },
    "outbox.send_digests": {
        "task": "somosnlp.outbox.tasks.send_weekly_digests",
        "schedule": 900.0,
        "options": {"expires": 850},
    },
    "outbox.forget_old_mails": {
        "task": "somosnlp.outbox.tasks.forget_old_mails",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "accounts.purge_drafts": {
        "task": "somosnlp.accounts.tasks.purge_drafts",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "events.sweep_pictures": {
        "task": "events.tasks.sweep_unused_pictures",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "events.forget_unconfirmed": {
        "task": "events.tasks.forget_unconfirmed",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "registrations.tend_matching": {
        "task": "registrations.tasks.tend_matching",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "registrations.expire_offers": {
        "task": "registrations.tasks.expire_offers",
        "schedule": 300.0,
        "options": {"expires": 280},
    },
    "registrations.purge_unconfirmed": {
        "task": "registrations.tasks.purge_unconfirmed",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
}

# --- People ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "somosnlp.accounts.backends.ModelBackend",
    "somosnlp.accounts.backends.CodeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-hackathon"

ACCOUNT_ADAPTER = "somosnlp.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "landing"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "signup": "somosnlp.accounts.entry_forms.SignupForm",
    "login": "somosnlp.accounts.entry_forms.LoginForm",
    "request_login_code": "somosnlp.accounts.entry_forms.RequestLoginCodeForm",
    "confirm_login_code": "somosnlp.accounts.entry_forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "somosnlp.accounts.entry_forms.ConfirmEmailCodeForm",
}
#: A link to choose a new password works for a day.
PASSWORD_RESET_TIMEOUT = 86_400
#: Strict for one account, wide for one address: a classroom signs up behind a single IP.
ACCOUNT_RATE_LIMITS = {
    "signup": "120/10m/ip",
    "login": "120/10m/ip",
    "login_failed": "60/10m/ip,5/5m/key",
    "request_login_code": "120/10m/ip,5/10m/key",
    "reset_password": "60/10m/ip,5/10m/key",
    "reset_password_from_key": "60/10m/ip",
    "confirm_email": "1/10s/key,6/10m/key",
    "draft": "120/10m/ip",
    "notify_me": "60/10m/ip,5/10m/key",
    "attend": "60/10m/ip,5/10m/key",
    "team_report": "10/h/user",
    "question": "120/10m/ip,6/10m/key",
    "question_anonymous": "20/10m/ip",
    "picture": "60/10m/ip,400/d/ip",
    "question_vote": "600/10m/ip,60/10m/key",
}

#: The history says who changed what; a GET changes nothing and must not look at the session.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# --- Language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English"), ("pt-br", "Português")]
#: Words of allauth and Django that we say otherwise: a folder that makemessages leaves alone.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "overrides"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "somosnlp.ui.finders.BootstrapFinder",
]
#: Pictures that people uploaded, as we made them anew; `/imagen/` shows them, nothing serves the folder.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
FILE_UPLOAD_HANDLERS = [
    "somosnlp.ui.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": env.str("MEDIA_STORAGE", default="django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("MEDIA_STORAGE_OPTIONS", default={}),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail --------------------------------------------------------------------------------------

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="SomosNLP <hackathon@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
#: Encrypts the bodies of mails that carry a code or a sign-in link (any string; rotated by prepending).
OUTBOX_KEYS = env.list("OUTBOX_KEYS", default=[])
#: Mails about topics that a person gets in one of their days; what exceeds waits for the next morning.
OUTBOX_DAILY_CAP = env.int("OUTBOX_DAILY_CAP", default=3)
#: Days after which addresses, subjects and texts of mails are emptied; the privacy page says the same.
OUTBOX_RETENTION_DAYS = env.int("OUTBOX_RETENTION_DAYS", default=730)

# --- Forms and security ------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "somosnlp.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
