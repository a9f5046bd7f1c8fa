"""A person's own pages, the page that asks for the code, and the legal pages."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmLoginCodeView, LoginView, RequestLoginCodeView, SignupView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import ListView, TemplateView, UpdateView

from somosnlp.accounts import drafts, entry
from somosnlp.accounts.forms import ProfileForm
from somosnlp.accounts.links import read_token
from somosnlp.accounts.models import LegalText, User
from somosnlp.accounts.services import addresses, profile
from somosnlp.accounts.states import CONSENT_TEXTS, Purpose
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.ui.localized import suffix

sign_in = LoginView.as_view(template_name="accounts/sign_in.html")
sign_up = SignupView.as_view(template_name="accounts/sign_up.html")
ask_code = RequestLoginCodeView.as_view(template_name="accounts/ask_code.html")


class ConfirmCodeView(ConfirmLoginCodeView):  # type: ignore[misc]
    """allauth's page for the code, which also says what was kept and counts every code sent again."""

    template_name = "accounts/confirm_code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(draft=drafts.read(self.request), **kwargs)  # type: ignore[no-any-return]

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        if entry.may_send_code(self.request, self._process.state["email"]):
            messages.success(self.request, _("Enviamos otro código. El anterior ya no vale."))
            return super()._resend_form_valid(form)  # type: ignore[no-any-return]
        messages.error(self.request, get_adapter().error_messages["rate_limited"])
        return HttpResponseRedirect(entry.code_page(self.get_next_url() or ""))


confirm_code = ConfirmCodeView.as_view()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link mailed by an organiser does, and do it when the button is pressed.

    Programs that read mail open links; only a person presses the button.
    """
    link = read_token(token)
    if link is not None and request.method == "POST":
        try:
            return entry.enter(request, addresses.prove_address(link.user, link.address))
        except (addresses.AccountClosedError, addresses.AddressTakenError, addresses.ChangedMeanwhileError):
            link = None
    return render(request, "accounts/link.html", {"link": link}, status=200 if link else 410)


class ProfileView(LoginRequiredMixin, UpdateView[User, ProfileForm]):
    """What the person said about themselves, and what they allow."""

    form_class = ProfileForm
    template_name = "accounts/profile.html"
    success_url = reverse_lazy("profile")

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        return User.objects.get(pk=cast(User, self.request.user).pk)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        profile.update_profile(self.object, **form.changes())
        messages.success(self.request, _("Guardamos tu perfil."))
        return HttpResponseRedirect(str(self.success_url))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_force = profile.consents_in_force(self.object)
        purposes = [{"purpose": purpose, "consent": in_force.get(purpose)} for purpose in Purpose]
        return super().get_context_data(purposes=purposes, **kwargs)


@require_POST
@login_required
def change_consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """Give (`allow=yes`) or withdraw (anything else) the consent to one purpose."""
    if purpose not in Purpose.values:
        raise Http404
    user = cast(User, request.user)
    if request.POST.get("allow") == "yes":
        profile.grant_consent(user, purpose, text_version=CONSENT_TEXTS)
        messages.success(request, _("Anotado: lo permites. Puedes retirarlo cuando quieras."))
    else:
        profile.withdraw_consent(user, purpose)
        messages.success(request, _("Anotado: ya no lo permites."))
    return redirect("profile")


class MyMailView(LoginRequiredMixin, ListView[OutgoingEmail]):
    """Every mail this person was sent; of a secret one only what it was."""

    template_name = "accounts/my_mail.html"
    context_object_name = "mails"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[OutgoingEmail]:
        mails = OutgoingEmail.objects.of_person(cast(User, self.request.user).pk)
        return mails.exclude(subject="").defer("body_html", "sealed_body")


class MyDataView(LoginRequiredMixin, TemplateView):
    """What we keep about this person, and where each thing is changed."""

    template_name = "accounts/my_data.html"


class LegalView(TemplateView):
    """One legal page: the version in force, or an older one with `?version=`."""

    template_name = "accounts/legal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(LegalText.objects.filter(kind=kwargs["slug"], version__lte=timezone.localdate()))
        text = _chosen(versions, self.request.GET.get("version", ""))
        translated = bool(getattr(text, f"body_{suffix()}"))
        return super().get_context_data(text=text, versions=versions, translated=translated, **kwargs)


def _chosen(versions: list[LegalText], wanted: str) -> LegalText:
    """Return the version named `wanted`, else the newest. Raises Http404 where there is none."""
    for text in versions:
        if not wanted or text.version.isoformat() == wanted:
            return text
    raise Http404
