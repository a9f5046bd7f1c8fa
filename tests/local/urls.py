"""The site's addresses with those of `make run`."""

from django.urls import include, path

from somosnlp.urls import *  # noqa: F403
from somosnlp.urls import urlpatterns as site

urlpatterns = [path("", include("somosnlp.local.urls")), *site]
