"""Addresses of the registration."""

from django.urls import path

import events.converters  # noqa: F401 -- registers <edition:…>
from registrations import views

urlpatterns = [
    path("<edition:year>/inscripcion/", views.RegistrationView.as_view(), name="registration"),
    path("<edition:year>/inscripcion/hecha/", views.done, name="registration-done"),
    path("<edition:year>/inscripcion/mas/", views.MoreView.as_view(), name="registration-more"),
    path("<edition:year>/inscripcion/cancelar/", views.cancel, name="registration-cancel"),
    path("<edition:year>/inscripcion/volver/", views.resume, name="registration-resume"),
    path("universidades/sugerencias/", views.university_suggestions, name="university-suggestions"),
]
