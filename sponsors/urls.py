"""Addresses of this app."""

from django.urls import URLPattern, path

import events.converters  # noqa: F401 (registers the converter `edition`)
from sponsors import views

urlpatterns: list[URLPattern] = [
    path("<edition:year>/patrocinios/", views.sponsorship, name="sponsorship"),
]
