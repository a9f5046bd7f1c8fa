"""Addresses of this app."""

from django.urls import URLPattern, path

from corpus_donations import views

urlpatterns: list[URLPattern] = [
    path("corpus/", views.corpus, name="corpus"),
]
