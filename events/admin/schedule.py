"""The grid of an edition's programme: place, look at what speaks against it, publish. No script needed."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events.forms.scheduling import PlaceForm, PublishForm
from events.models import Edition, Release, Session
from events.scheduling.advice import hints_for, offers_of, told_of, warnings_at
from events.scheduling.export import table_of
from events.scheduling.grid import Card, build_grid
from events.scheduling.plan import changes_waiting, fingerprint
from events.services.scheduling import (
    CannotScheduleError,
    clear_placement,
    place_session,
    plan_cancellation,
    plan_restoration,
    publish,
)
from somosnlp.accounts.models import User
from somosnlp.ui.xlsx import xlsx_response

REFUSALS = {
    "minutes": gettext_lazy("Tiene que durar entre un minuto y un día."),
    "hidden": gettext_lazy("La edición todavía no está publicada: nadie vería el programa. Publícala antes."),
    "changed": gettext_lazy("Alguien cambió el plan mientras mirabas. Mira cómo está ahora."),
}


class GridPages(admin.ModelAdmin[Release]):
    """The pages of the grid, for the admin of the releases."""

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the grid."""
        pages: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
            ("parrilla/<int:pk>/", self.grid_view, "grid"),
            ("parrilla/<int:pk>/plan.xlsx", self.export_view, "grid_export"),
            ("parrilla/<int:pk>/publicar/", self.publish_view, "grid_publish"),
            ("sesion/<int:pk>/colocar/", self.place_view, "grid_place"),
            ("sesion/<int:pk>/<str:verb>/", require_POST(self.verb_view), "grid_verb"),
        ]
        own = [
            path(route, self.admin_site.admin_view(view), name=f"events_{name}")
            for route, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def grid_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the plan of an edition, to who may see sessions; the buttons to who may change them."""
        _allow(request, "events.view_session")
        edition = get_object_or_404(Edition, pk=pk)
        grid = build_grid(edition, timezone.now())
        context = {
            "title": _("Programa de %(edition)s") % {"edition": edition.name},
            "grid": grid,
            "may_change": request.user.has_perm("events.change_session"),
            "releases": Release.objects.filter(edition=edition).annotate(changed=Count("changes"))[:5],
        }
        return self._page(request, "grid", edition, context)

    def place_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask where a session goes, say what speaks against it, and put it there."""
        _allow(request, "events.change_session")
        session = get_object_or_404(Session.objects.select_related("edition"), pk=pk)
        grid = build_grid(session.edition, timezone.now())
        card = next(card for card in grid.cards if card.session.pk == session.pk)
        form = PlaceForm(request.POST or None, card=card, edition=session.edition, asked=request.GET)
        if form.is_valid() and "check" not in request.POST:
            return self._place(request, card, form)
        minutes = form.cleaned_data.get("minutes") if form.is_bound else None
        context = {
            "title": _("Colocar: %(title)s") % {"title": session.title},
            "card": card,
            "form": form,
            "warnings": warnings_at(card, grid, form.walls[0] if form.walls else None, minutes),
            "hints": hints_for(card, grid, form.day or card.slot.day),
            "offers": offers_of(card, grid),
            "venues": sorted({other.slot.venue for other in grid.cards if other.slot.venue}),
        }
        return self._page(request, "place", session.edition, context, status=422 if form.errors else 200)

    def verb_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Take a session out of the plan, plan that it is cancelled, or that it takes place after all."""
        _allow(request, "events.change_session")
        session = get_object_or_404(Session.objects.select_related("edition"), pk=pk)
        verbs: dict[str, tuple[Callable[..., object], Any]] = {
            "quitar": (clear_placement, _("«%(title)s» queda como estaba.")),
            "cancelar": (plan_cancellation, _("«%(title)s» se cancela cuando publiques.")),
            "recuperar": (plan_restoration, _("«%(title)s» vuelve al programa cuando publiques.")),
        }
        if verb not in verbs:
            raise Http404
        act, words = verbs[verb]
        act(session, by=cast(User, request.user))
        messages.success(request, words % {"title": session.title})
        return redirect("admin:events_grid", session.edition_id)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what a release would change and whom it is told to; make it once that is confirmed."""
        _allow(request, "events.change_session")
        edition = get_object_or_404(Edition, pk=pk)
        alone = request.GET.get("sesion", "")
        sessions = Session.objects.filter(edition=edition, pk=alone) if alone.isdecimal() else None
        changes = changes_waiting(edition, sessions)
        form = PublishForm(request.POST or None, initial={"seen": fingerprint(changes)})
        if form.is_valid():
            return self._publish(request, edition, sessions, form)
        context = {
            "title": _("Publicar el programa"),
            "changes": changes,
            "form": form,
            "told": told_of(changes),
            "number": Release.objects.filter(edition=edition).count() + 1,
            "alone": bool(alone),
        }
        return self._page(request, "publish", edition, context, status=422 if form.errors else 200)

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Send the plan as a workbook."""
        _allow(request, "events.view_session")
        edition = get_object_or_404(Edition, pk=pk)
        rows = table_of(build_grid(edition, timezone.now()))
        return xlsx_response(rows, _("programa"), f"programa-{slugify(edition.slug)}")

    def _place(self, request: HttpRequest, card: Card, form: PlaceForm) -> HttpResponse:
        session, data = card.session, form.cleaned_data
        place_session(
            session,
            by=cast(User, request.user),
            starts_at=form.starts_at,
            minutes=data["minutes"],
            venue=data["venue"],
        )
        messages.success(request, _("«%(title)s» está en el plan.") % {"title": session.title})
        return redirect(f"{reverse('admin:events_grid', args=[session.edition_id])}#s{session.pk}")

    def _publish(
        self,
        request: HttpRequest,
        edition: Edition,
        sessions: Iterable[Session] | None,
        form: PublishForm,
    ) -> HttpResponse:
        data = form.cleaned_data
        try:
            release = publish(
                edition,
                by=cast(User, request.user),
                sessions=sessions,
                note=data["note"],
                seen=data["seen"],
            )
        except CannotScheduleError as refusal:
            messages.error(request, REFUSALS[refusal.code])
            return redirect(request.get_full_path())
        if release is None:
            messages.info(request, _("No había nada que publicar: quizá alguien se adelantó."))
        else:
            messages.success(request, _("Publicada la versión %(number)s.") % {"number": release.number})
        return redirect("admin:events_grid", edition.pk)

    def _page(
        self, request: HttpRequest, name: str, edition: Edition, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "is_nav_sidebar_enabled": False,
            "opts": self.opts,
            "edition": edition,
            **context,
        }
        return TemplateResponse(request, f"admin/events/schedule/{name}.html", context, status=status)


def _allow(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied
