"""Addresses of registrations and teams."""

from registrations.urls import registrations, teams

urlpatterns = [*registrations.urlpatterns, *teams.urlpatterns]
