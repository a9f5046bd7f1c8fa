"""Addresses of the registration."""

from django.urls import path

import events.converters  # noqa: F401 -- registers <edition:…>
from events.page_cache import cached_form
from registrations.views import registrations

urlpatterns = [
    path(
        "<edition:year>/inscripcion/",
        cached_form(registrations.RegistrationView.as_view()),
        name="registration",
    ),
    path("<edition:year>/inscripcion/hecha/", registrations.done, name="registration-done"),
    path("<edition:year>/inscripcion/mas/", registrations.MoreView.as_view(), name="registration-more"),
    path("<edition:year>/inscripcion/cancelar/", registrations.cancel, name="registration-cancel"),
    path("<edition:year>/inscripcion/volver/", registrations.resume, name="registration-resume"),
    path("universidades/sugerencias/", registrations.university_suggestions, name="university-suggestions"),
]
