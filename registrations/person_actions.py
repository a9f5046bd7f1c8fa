"""What organisers do about one person's registration, from the page of that person."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Edition
from events.moments import Moment, local_instant
from registrations.extensions import ExtensionPastError, grant_extension
from registrations.models import Registration
from registrations.services import registering
from somosnlp.accounts.person_page.actions import PersonAction, RefusedError
from somosnlp.ui.times import instant_text, moment_text, zone_text
from somosnlp.ui.zones import AOE

PAST = gettext_lazy("Ese momento ya pasó: pon uno que esté por venir.")
#: Nobody needs more; a slip of the year does.
LONGEST = timedelta(days=365)


class ExtensionForm(forms.Form):
    """Until when, in which zone, and why."""

    day = forms.DateField(label=gettext_lazy("Día"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    clock = forms.TimeField(label=gettext_lazy("Hora"), widget=forms.TimeInput({"type": "time"}, "%H:%M"))
    zone = forms.ChoiceField(label=gettext_lazy("Zona horaria"))
    reason = forms.CharField(
        label=gettext_lazy("Motivo"),
        help_text=gettext_lazy("Queda en el historial; la persona no lo ve."),
        max_length=300,
    )

    def __init__(self, *args: Any, zones: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(zone, zone_text(zone)) for zone in dict.fromkeys(zones) if zone]
        self.fields["zone"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add `until`, which has to be within the next year."""
        data: dict[str, Any] = self.cleaned_data
        if self.errors:
            return data
        try:
            until = local_instant(data["day"], data["clock"], data["zone"])
        except OverflowError:
            until = datetime.min.replace(tzinfo=timezone.get_default_timezone())
        if until <= timezone.now():
            self.add_error("day", PAST)
        elif until > timezone.now() + LONGEST:
            self.add_error("day", _("Como mucho, un año."))
        return {**data, "until": until}


class GrantExtension(PersonAction):
    """Give one person more time to register."""

    title = gettext_lazy("Prórroga personal")
    button = gettext_lazy("Dar la prórroga y avisarle")
    permission = "registrations.add_registrationextension"
    confirms = True
    anchor = "inscripciones"
    edition: Edition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.edition = get_object_or_404(Edition, slug=kwargs["edition"])

    def initial(self) -> dict[str, Any]:
        tomorrow = timezone.localdate() + timedelta(days=1)
        return {"day": tomorrow, "clock": "23:59", "zone": AOE}

    def form(self, data: Any = None, initial: dict[str, Any] | None = None) -> forms.Form:
        zones = [AOE, self.person.time_zone, self.edition.time_zone]
        return ExtensionForm(data, initial=initial, zones=zones)

    def preview(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        moment = Moment(at=cleaned["until"], zone=AOE)
        there = moment_text(moment, self.person.time_zone or self.edition.time_zone)
        words = {"edition": self.edition.name, "there": there}
        return {
            "lines": [
                _("Podrá inscribirse en %(edition)s hasta: %(there)s.") % words,
                _("Le avisamos por correo, con un botón que abre el formulario."),
            ]
        }

    def perform(self, cleaned: dict[str, Any]) -> str:
        try:
            new = grant_extension(
                user=self.person,
                edition=self.edition,
                until=cleaned["until"],
                reason=cleaned["reason"],
                by=self.by,
            )
        except ExtensionPastError as error:
            raise RefusedError(str(PAST)) from error
        words = {
            "edition": self.edition.name,
            "until": instant_text(cleaned["until"], cleaned["zone"]),
            "reason": cleaned["reason"],
        }
        return (
            _("Prórroga para inscribirse en %(edition)s hasta %(until)s: %(reason)s") % words if new else ""
        )


class RegistrationAction(PersonAction):
    """An action about one registration of the person."""

    permission = "registrations.change_registration"
    confirms = True
    anchor = "inscripciones"

    @property
    def registration(self) -> Registration:
        """The registration in the address; 404 where it is not the person's."""
        rows = Registration.objects.select_related("user", "edition")
        found: Registration = get_object_or_404(rows, user=self.person, pk=self.kwargs["registration"])
        return found


class CancelRegistration(RegistrationAction):
    """Cancel it for the person."""

    title = gettext_lazy("Cancelar su inscripción")
    button = gettext_lazy("Cancelar la inscripción")

    def preview(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        words = {"edition": self.registration.edition.name}
        line = _("Deja de participar en %(edition)s. Sus respuestas se guardan y puede volver.") % words
        return {"lines": [line, _("Sale de su equipo y de las mentorías que pidió.")]}

    def perform(self, cleaned: dict[str, Any]) -> str:
        registration = self.registration
        done = registering.cancel_registration(registration, by=self.by)
        words = {"edition": registration.edition.name}
        return _("Canceló su inscripción en %(edition)s.") % words if done else ""


class ResumeRegistration(RegistrationAction):
    """Take a cancelled one up again."""

    title = gettext_lazy("Recuperar su inscripción")
    button = gettext_lazy("Recuperar la inscripción")

    def preview(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {
            "lines": [_("Vuelve a participar en %(edition)s.") % {"edition": self.registration.edition.name}]
        }

    def perform(self, cleaned: dict[str, Any]) -> str:
        registration = self.registration
        try:
            done = registering.resume_registration(registration, by=self.by)
        except registering.RegistrationClosedError as error:
            raise RefusedError(
                _("El plazo de inscripción ya se cerró: dale antes una prórroga personal.")
            ) from error
        return (
            _("Recuperó su inscripción en %(edition)s.") % {"edition": registration.edition.name}
            if done
            else ""
        )


def person_urls() -> list[URLPattern]:
    """Return the addresses that the admin of registrations adds to its own."""
    view = admin.site.admin_view
    one = "personas/<int:pk>/<int:registration>"
    return [
        path(
            "personas/<int:pk>/prorroga/<slug:edition>/",
            view(GrantExtension.as_view()),
            name="registrations_registration_extend",
        ),
        path(
            f"{one}/cancelar/",
            view(CancelRegistration.as_view()),
            name="registrations_registration_cancel",
        ),
        path(
            f"{one}/recuperar/",
            view(ResumeRegistration.as_view()),
            name="registrations_registration_resume",
        ),
    ]
