"""Django app configuration of the local services (only under `make run` and tests)."""

from django.apps import AppConfig


class LocalConfig(AppConfig):
    """Installed by the local settings only: `manage.py up` and the pages under /correo/."""

    name = "somosnlp.local"
    label = "local"
