"""Addresses of the limit."""

from django.urls import path

from benchmarks.limit_app import views

urlpatterns = [
    path("static", views.static),
    path("db", views.db),
    path("list50", views.list50),
    path("form", views.form),
    path("ics", views.ics),
    path("done/<int:pk>", views.done, name="done"),
]
