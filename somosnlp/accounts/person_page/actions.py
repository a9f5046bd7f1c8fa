"""What every action about a person has in common: a page of its own, a form, what will happen, done once.

`GET` shows the form, a first `POST` what it will do where that matters, and one with `confirmed` does it.
Whoever may not, gets 403; an account that was closed meanwhile is said to be so, and nothing happens.
"""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import View

from somosnlp.accounts.models import User
from somosnlp.accounts.permissions import may_see

Words = str | Promise


class RefusedError(Exception):
    """The action cannot be done; the message says why."""


class PersonAction(View):
    """One action about the person `pk`. A kind fills in the words, the form, `allowed` and `perform`."""

    http_method_names = ["get", "post"]
    title: Words = ""
    button: Words = ""
    permission = ""
    form_class: type[forms.Form] = forms.Form
    confirms = False
    anchor = ""
    works_on_closed = False
    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        if not (may_see(request.user) and self.allowed(request)):
            raise PermissionDenied
        if not (self.person.is_active or self.works_on_closed):
            messages.error(request, _("Su cuenta está cerrada: no se hizo nada."))
            return self.back()
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.form(initial=self.initial()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        if self.confirms and ("confirmed" not in request.POST):
            return self.page(form, will=self.preview(form.cleaned_data))
        try:
            done = self.perform(form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
            return self.page(form, status=409)
        if done:
            log(request, self.person, done)
            messages.success(request, done)
        else:
            messages.info(request, _("Ya estaba hecho: no se hizo dos veces."))
        return self.back()

    def allowed(self, request: HttpRequest) -> bool:
        """Tell whether the reader may do this to `person`."""
        return request.user.has_perm(self.permission)

    def initial(self) -> dict[str, Any]:
        """Return what the form shows first."""
        return {}

    def form(self, data: Any = None, initial: dict[str, Any] | None = None) -> forms.Form:
        """Return the form, bound to `data` or as it is shown first."""
        return self.form_class(data, initial=initial)

    def preview(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Return what the page shows before the confirmation: `lines` and perhaps `mail` (Content)."""
        return {}

    def perform(self, cleaned: dict[str, Any]) -> str:
        """Do it and say what was done; an empty string where it was done before. Raises RefusedError."""
        raise NotImplementedError

    @property
    def by(self) -> User:
        """Who acts."""
        return cast(User, self.request.user)

    def back(self) -> HttpResponse:
        """Go to the person's page, where the action began."""
        return HttpResponseRedirect(person_url(self.person, self.anchor))

    def page(
        self, form: forms.Form, *, will: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        context = {
            **admin.site.each_context(self.request),
            "title": self.title,
            "person": self.person,
            "form": form,
            "button": self.button,
            "confirms": self.confirms,
            "will": will,
            "back_url": person_url(self.person, self.anchor),
        }
        return TemplateResponse(self.request, "admin/person/action.html", context, status=status)


def person_url(person: User, anchor: str = "") -> str:
    """Return the address of a person's page, at one of its panels."""
    return reverse("admin:accounts_user_ficha", args=[person.pk]) + (f"#{anchor}" if anchor else "")


def log(request: HttpRequest, person: User, words: str) -> None:
    """Note in the admin's history what was done about `person`, and by whom; their page shows it."""
    LogEntry.objects.log_actions(cast(int, request.user.pk), [person], CHANGE, words, single_object=True)
