"""The pages of the admin about one person: the search, the screen and the actions of this app."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from somosnlp.accounts import emails
from somosnlp.accounts.lookup import look_up
from somosnlp.accounts.permissions import may_correct_address, may_see
from somosnlp.accounts.person_page.actions import PersonAction, RefusedError, person_url
from somosnlp.accounts.person_page.facts import facts_of
from somosnlp.accounts.person_page.forms import AddressForm, LetterForm, NoteForm, OnceForm
from somosnlp.accounts.person_page.panels import panels_of
from somosnlp.accounts.services import addresses, organising
from somosnlp.outbox.rendering import render

#: Which question the search box asks.
QUESTION = "q"
CLOSED = gettext_lazy("Su cuenta está cerrada: no se hizo nada.")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find a person; the only one there can be is opened at once."""
    if not may_see(request.user):
        raise PermissionDenied
    typed = request.GET.get(QUESTION, "")
    found = look_up(typed)
    if found.only:
        return redirect(person_url(found.only))
    context = {
        **admin.site.each_context(request),
        "title": _("Buscar a una persona"),
        "typed": typed.replace("\0", "")[:200].strip(),
        "found": found,
    }
    return TemplateResponse(request, "admin/person/search.html", context)


@require_safe
def ficha(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer «¿qué pasa con X?» on one screen."""
    if not may_see(request.user):
        raise PermissionDenied
    facts = facts_of(pk)
    if facts is None:
        raise Http404(_("No hay nadie con ese número."))
    panels = panels_of(facts, request)
    context = {
        **admin.site.each_context(request),
        "title": str(facts.user),
        "person": facts.user,
        "facts": facts,
        "panels": panels,
        "alerts": [alert for panel in panels for alert in panel.alerts],
    }
    return TemplateResponse(request, "admin/person/ficha.html", context)


def search_panel(request: HttpRequest) -> str:
    """Return the search box of the admin's start page (PROVIDERS["admin_panels"])."""
    return (
        render_to_string("admin/person/search_panel.html", request=request) if may_see(request.user) else ""
    )


class AddNote(PersonAction):
    """Tell the other organisers something about a person, also of a closed account."""

    title = gettext_lazy("Añadir una nota interna")
    button = gettext_lazy("Guardar la nota")
    permission = "accounts.add_personnote"
    form_class = NoteForm
    anchor = "notas"
    works_on_closed = True

    def perform(self, cleaned: dict[str, Any]) -> str:
        new = organising.add_person_note(self.person, text=cleaned["text"], key=cleaned["key"], by=self.by)
        return _("Nota guardada.") if new else ""


class WriteLetter(PersonAction):
    """Write to a person; they answer to whoever wrote."""

    title = gettext_lazy("Escribirle")
    button = gettext_lazy("Enviar el correo")
    permission = "outbox.release_outgoingemail"
    form_class = LetterForm
    confirms = True
    anchor = "correos"

    def preview(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        mail = emails.letter(self.person, subject=cleaned["subject"], text=cleaned["text"])
        mail.pop("user_id")
        answers = _("Si responde, la respuesta llega a %(address)s.") % {"address": self.by.email}
        return {"mail": render(**mail), "to": self.person, "lines": [answers]}

    def perform(self, cleaned: dict[str, Any]) -> str:
        try:
            new = organising.write_to(
                self.person, subject=cleaned["subject"], text=cleaned["text"], key=cleaned["key"], by=self.by
            )
        except addresses.AccountClosedError as error:
            raise RefusedError(CLOSED) from error
        return _("Le escribió: «%(subject)s».") % {"subject": cleaned["subject"]} if new else ""


class CorrectAddress(PersonAction):
    """Give a person another address, which they prove before anything changes."""

    title = gettext_lazy("Corregir su dirección")
    button = gettext_lazy("Pedirle que la confirme")
    form_class = AddressForm
    confirms = True
    anchor = "quien"

    def allowed(self, request: HttpRequest) -> bool:
        return may_correct_address(request.user, self.person)

    def initial(self) -> dict[str, Any]:
        found = EmailAddress.objects.filter(user=self.person).values_list("email", flat=True)
        return {"seen": addresses.addresses_seen(self.person, list(found))}

    def preview(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        words = {"old": self.person.email, "new": cleaned["address"]}
        return {
            "lines": [
                _("Sale un correo a %(new)s con un enlace que vale un día.") % words,
                _("Cuando lo confirme, %(new)s sustituye a %(old)s, y se cierran todas sus sesiones.")
                % words,
                _("Hasta entonces no cambia nada. A %(old)s, si estaba confirmada, se le avisa.") % words,
            ]
        }

    def perform(self, cleaned: dict[str, Any]) -> str:
        new = cleaned["address"]
        if new == self.person.email:
            raise RefusedError(_("Esa es la dirección que ya tiene."))
        try:
            asked = addresses.correct_address(self.person, new, seen=cleaned["seen"], by=self.by)
        except addresses.AccountClosedError as error:
            raise RefusedError(CLOSED) from error
        except addresses.AddressTakenError as error:
            raise RefusedError(
                _("Esa dirección es de otra cuenta: %(who)s.") % {"who": error.owner}
            ) from error
        except addresses.ChangedMeanwhileError as error:
            raise RefusedError(
                _("Mientras escribías, alguien más cambió sus direcciones: mira en la ficha cómo quedó.")
            ) from error
        return _("Pidió que confirme otra dirección: %(address)s.") % {"address": new} if asked else ""


class SendLink(PersonAction):
    """Instead of a code that did not arrive: a link, which works in any browser."""

    title = gettext_lazy("Enviarle un enlace para entrar")
    button = gettext_lazy("Enviar el enlace")
    permission = "accounts.change_user"
    form_class = OnceForm
    anchor = "correos"

    def perform(self, cleaned: dict[str, Any]) -> str:
        try:
            addresses.send_sign_in_link(self.person, key=cleaned["key"], by=self.by)
        except addresses.AccountClosedError as error:
            raise RefusedError(CLOSED) from error
        return _("Le envió un enlace para entrar.")


class Resend(PersonAction):
    """Send a mail again, to the address the person has now."""

    title = gettext_lazy("Enviar otra vez")
    button = gettext_lazy("Enviar otra vez")
    permission = "outbox.release_outgoingemail"
    form_class = OnceForm
    anchor = "correos"

    def perform(self, cleaned: dict[str, Any]) -> str:
        try:
            new = organising.resend_to(self.person, self.kwargs["mail"], key=cleaned["key"], by=self.by)
        except addresses.AccountClosedError as error:
            raise RefusedError(CLOSED) from error
        except organising.CannotResendError as error:
            raise RefusedError(
                _("Ese correo no puede salir otra vez: llevaba un código, o ya pasó su momento.")
            ) from error
        return _("Le envió otra vez el correo %(number)s.") % {"number": self.kwargs["mail"]} if new else ""


ACTIONS: dict[str, tuple[str, type[PersonAction]]] = {
    "note": ("nota/", AddNote),
    "letter": ("escribir/", WriteLetter),
    "address": ("direccion/", CorrectAddress),
    "link": ("enlace/", SendLink),
    "resend": ("correo/<int:mail>/", Resend),
}


def person_urls() -> list[URLPattern]:
    """Return the addresses that the admin of people adds to its own."""
    view = admin.site.admin_view
    return [
        path("buscar/", view(search), name="accounts_user_search"),
        path("<int:pk>/ficha/", view(ficha), name="accounts_user_ficha"),
        *(
            path(f"<int:pk>/ficha/{route}", view(action.as_view()), name=f"accounts_user_{name}")
            for name, (route, action) in ACTIONS.items()
        ),
    ]
