"""Addresses of this app."""

from django.urls import URLPattern, path

import events.converters  # noqa: F401 (registers the converter `edition`)
from projects import views

urlpatterns: list[URLPattern] = [
    path("<edition:year>/proyectos/", views.projects, name="projects"),
]
