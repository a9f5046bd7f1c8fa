"""Addresses of the old site, answered with a permanent redirect."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
