"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "somosnlp.settings.production")

application = get_wsgi_application()
# Every view is imported now: what cannot be imported fails at start, and no first visitor waits for it.
get_resolver().url_patterns  # noqa: B018
