"""Pages of the registration: step 1, done, step 2, cancel and come back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from events.context import edition_or_404
from events.models import Edition, OrganiserApplication
from events.page_cache import changes_at
from events.permissions import CallWindow
from registrations.drafts import KIND, done_url, draft_data
from registrations.forms.registrations import MoreForm, RegistrationForm, initial_answers, initial_more
from registrations.models import Registration, University
from registrations.services import registering
from registrations.services.invited import LONGEST_TOKEN, invitation_url, is_sent_to
from registrations.states import Status
from somosnlp.accounts import drafts
from somosnlp.accounts.search import matching
from somosnlp.accounts.services.legal import terms_in_force
from somosnlp.prepared import Given, Prepared

SUGGESTIONS = 8
#: Recorded where nothing was published yet that one could accept.
NO_TERMS = "none published"
_MINE = Prepared(
    lambda: Registration.objects.filter(user=Given("user"), edition=Given("edition")).select_related(
        "university"
    )
)


class EditionMixin:
    """Finds the edition of the address; strangers get 404 for one that is not published."""

    request: HttpRequest
    kwargs: dict[str, Any]
    edition: Edition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.edition = edition_or_404(request, kwargs["year"], kept=True)


class RegistrationView(EditionMixin, FormView[RegistrationForm]):
    """Step 1. Without an account its last step is a code sent to the address."""

    form_class = RegistrationForm
    template_name = "registrations/registration.html"
    window: CallWindow
    registration: Registration | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.user = request.user if request.user.is_authenticated else None
        # The token of an invitation to a team: it may open what is closed, and leads back when all is done.
        self.invitation = request.GET.get("invitacion", "")[:LONGEST_TOKEN]
        self.window = registering.registration_window(self.edition, self.now, self.user, self.invitation)
        changes_at(request, self.window.changes_at)
        self.registration = self._registration()

    def _registration(self) -> Registration | None:
        return _MINE.first(user=self.user, edition=self.edition) if self.user else None

    @property
    def is_registered(self) -> bool:
        return self.registration is not None and self.registration.status == Status.REGISTERED

    def get_initial(self) -> dict[str, Any]:
        typed = drafts.typed(self.request, kind=KIND, scope=self.edition.slug)
        return initial_answers(self.user, self.registration) | typed

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user, "editing": self.is_registered}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            edition=self.edition,
            window=self.window,
            registration=self.registration,
            is_registered=self.is_registered,
            keeps_draft=self.keeps_draft,
            **kwargs,
        )

    @property
    def keeps_draft(self) -> bool:
        """Whether answers are kept as they are typed: of signed-in people who have not sent step 1."""
        begun = self.registration is None or self.registration.status == Status.DRAFT
        return self.user is not None and begun and self.window.is_open

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        field = request.POST.get("field")
        return self._keep_answer(field) if field else super().post(request, *args, **kwargs)

    def _keep_answer(self, field: str) -> HttpResponse:
        """Keep one answer as a draft; the script of the form sends each as it is given."""
        form = self.get_form()
        errors = {name: list(found) for name, found in form.errors.items() if name == field}
        self._keep_draft(form, {field})
        return JsonResponse({"errors": errors}, status=422 if errors else 200)

    def _keep_draft(self, form: RegistrationForm, only: set[str] | None = None) -> None:
        if self.user is not None and self.keeps_draft:
            values = {k: v for k, v in form.cleaned_data.items() if only is None or k in only}
            registering.save_draft(user=self.user, edition=self.edition, values=values, by=self.user)

    def form_valid(self, form: RegistrationForm) -> HttpResponse:
        if self.user is None and self._is_anothers_invitation(form.cleaned_data["email"]):
            form.add_error("email", _("La invitación llegó a otra dirección: escribe esa, o pide otra."))
            return self.form_invalid(form)
        answers = form.answers(terms_version=self._terms_version(), invitation=self.invitation)
        try:
            return self._send(form, answers)
        except registering.RegistrationClosedError:
            form.add_error(None, _("El plazo de inscripción ya se cerró. Lo que escribiste sigue aquí."))
            return self.form_invalid(form)

    def _is_anothers_invitation(self, email: str) -> bool:
        """Whether only an invitation keeps the registration open, and it was sent to another address."""
        if not self.invitation or not self.window.is_open or is_sent_to(self.invitation, email):
            return False
        return not registering.registration_window(self.edition, self.now).is_open

    def _terms_version(self) -> str:
        if self.registration is not None and self.is_registered:
            return self.registration.terms_version
        return terms_in_force() or NO_TERMS

    def _send(self, form: RegistrationForm, answers: registering.Answers) -> HttpResponse:
        if self.user is None:
            return self._ask_for_code(form.cleaned_data["email"], answers)
        changing = self.is_registered
        registering.register(
            user=self.user, edition=self.edition, answers=answers, sent_at=self.now, by=self.user
        )
        if changing:
            messages.success(self.request, _("Guardamos los cambios de tu inscripción."))
            return redirect("my-hackathon")
        return redirect(done_url(self.edition, self.invitation))

    def _ask_for_code(self, email: str, answers: registering.Answers) -> HttpResponse:
        if not self.window.is_open:
            raise registering.RegistrationClosedError
        response = drafts.begin_confirmation(
            self.request,
            email=email,
            kind=KIND,
            scope=self.edition.slug,
            data=draft_data(answers),
            time_zone=answers.time_zone,
        )
        registering.record_unconfirmed(email=email, edition=self.edition, answers=answers, sent_at=self.now)
        return response

    def form_invalid(self, form: RegistrationForm) -> HttpResponse:
        self._keep_draft(form)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class MineMixin(EditionMixin, LoginRequiredMixin):
    """Pages about one's own registration: a stranger gets 404."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.registration = get_own_registration(request, self.edition)
        return super().dispatch(request, *args, **kwargs)


_OWN = Prepared(
    lambda: Registration.objects.filter(user=Given("user"), edition=Given("edition")).select_related(
        "user", "demographics"
    )
)


def get_own_registration(request: HttpRequest, edition: Edition) -> Registration:
    """Return the signed-in person's registration of `edition`, or answer 404."""
    registration = _OWN.first(user=request.user, edition=edition)
    if registration is None:
        raise Http404
    registration.edition = edition
    return registration


class MoreView(MineMixin, FormView[MoreForm]):
    """Step 2: a form that saves itself question by question, and whole without a script."""

    form_class = MoreForm
    template_name = "registrations/more.html"
    registration: Registration

    def get_initial(self) -> dict[str, Any]:
        return initial_more(self.registration)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(edition=self.edition, registration=self.registration, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        one = request.POST.get("field")
        registering.save_more(
            self.registration, form.valid_answers({one} if one else None), by=self.registration.user
        )
        if one:
            errors = {name: list(found) for name, found in form.errors.items() if name == one}
            return JsonResponse({"errors": errors}, status=422 if errors else 200)
        if form.errors:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return self._after(form)

    def _after(self, form: MoreForm) -> HttpResponse:
        # Not from `changed_data`: the script has saved the yes before the button is pressed.
        mine = OrganiserApplication.objects.visible_to(self.request.user)
        if form.cleaned_data["wants_to_organise"] and not mine.filter(edition=self.edition).exists():
            return redirect(reverse("organisers", args=[self.edition.slug]) + "?desde=inscripcion")
        messages.success(self.request, _("Guardado. Gracias por contarnos un poco más."))
        return redirect("my-hackathon")


@login_required
@require_safe
def done(request: HttpRequest, year: str) -> HttpResponse:
    """Say what happens next and when."""
    edition = edition_or_404(request, year, kept=True)
    context = {
        "edition": edition,
        "registration": get_own_registration(request, edition),
        "invitation_url": invitation_url(request.GET.get("invitacion", "")[:LONGEST_TOKEN]),
    }
    return render(request, "registrations/done.html", context)


@login_required
@require_POST
def cancel(request: HttpRequest, year: str) -> HttpResponse:
    """Cancel one's registration."""
    registration = get_own_registration(request, edition_or_404(request, year))
    if registering.cancel_registration(registration, by=registration.user):
        messages.success(
            request,
            _(
                "Tu inscripción está cancelada: ya no estás en ningún equipo ni esperas mentorías. "
                "Puedes volver con un clic."
            ),
        )
    return redirect("my-hackathon")


@login_required
@require_POST
def resume(request: HttpRequest, year: str) -> HttpResponse:
    """Take one's cancelled registration up again."""
    registration = get_own_registration(request, edition_or_404(request, year))
    try:
        if registering.resume_registration(registration, by=registration.user):
            messages.success(request, _("¡Qué bien que vuelves! Tu inscripción está otra vez en pie."))
    except registering.RegistrationClosedError:
        messages.error(request, _("El plazo de inscripción ya se cerró."))
    return redirect("my-hackathon")


@require_safe
def university_suggestions(request: HttpRequest) -> JsonResponse:
    """Return up to eight university names that contain every word typed, accents ignored."""
    typed = request.GET.get("q", "").strip()[:80]
    if len(typed) < 2:
        return JsonResponse({"names": []})
    found = matching(University.objects.filter(merged_into=None), typed)
    return JsonResponse({"names": list(found.values_list("name", flat=True)[:SUGGESTIONS])})
