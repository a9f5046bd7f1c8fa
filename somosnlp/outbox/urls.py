"""Addresses where people choose what we write to them about."""

from django.urls import URLPattern, path

from somosnlp.outbox import views

urlpatterns: list[URLPattern] = [
    path("correos/temas/", views.MyTopicsView.as_view(), name="mail-topics"),
    path("correos/temas/<str:token>/", views.SignedTopicsView.as_view(), name="mail-topics-signed"),
]
