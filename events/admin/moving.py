"""«Mover plazo»: form, preview, confirmation, and the ten minutes in which it can be undone.

It works on a phone at 23:00 of the last day: one column, native pickers of day and hour, no script needed.
"""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events.admin.base import EditionContentAdmin
from events.emails.moves import mails_of
from events.forms.moving import ConfirmForm, MoveForm, Previewed, sign, unsign
from events.models import Milestone, Notice
from events.moving.preview import left_text, place_text, preview_moves
from events.notices import item_of, with_changes
from events.programme.discord import move_text
from events.services.moving import (
    PastMoveError,
    StaleMoveError,
    TooLateToUndoError,
    can_undo,
    move_milestones,
    undo_move,
)
from events.states import NoticeKind
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.outbox.states import Status
from somosnlp.ui.times import moment_text


@admin.register(Milestone)
class MilestoneAdmin(EditionContentAdmin[Milestone]):
    """The deadlines of every edition, each with its way to be moved; they are added on the edition's page."""

    list_display = ("name", "move_link", "announced", "left", "year")
    list_filter = ("edition", "kind")
    list_select_related = ("edition",)
    ordering = ("-edition__starts_on", "pk")
    fields = ("when", "left", "move_link", ("label_es", "label_en", "label_pt"), "source", "note")
    readonly_fields = ("when", "left", "move_link")

    @admin.display(description=gettext_lazy("plazo"))
    def name(self, milestone: Milestone) -> str:
        return milestone.label

    @admin.display(description=gettext_lazy("cuándo"), ordering="at")
    def announced(self, milestone: Milestone) -> str:
        return place_text(milestone.moment, milestone.zone)

    @admin.display(description=gettext_lazy("cuándo"))
    def when(self, milestone: Milestone) -> str:
        return moment_text(milestone.moment, milestone.edition.time_zone)

    @admin.display(description=gettext_lazy("queda"))
    def left(self, milestone: Milestone) -> str:
        return left_text(milestone.moment, timezone.now())

    @admin.display(description=gettext_lazy("mover"))
    def move_link(self, milestone: Milestone) -> SafeString:
        return move_link(milestone)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Milestone | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of a move."""
        pages = [
            ("<int:pk>/mover/", self.move_view, "move"),
            ("movido/<int:pk>/", self.moved_view, "moved"),
            ("movido/<int:pk>/deshacer/", require_POST(self.undo_view), "undo"),
        ]
        own = [
            path(route, self.admin_site.admin_view(view), name=f"events_milestone_{name}")
            for route, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask where to; show what that would do; do it once that has been confirmed."""
        self._allow(request)
        milestone = get_object_or_404(Milestone.objects.select_related("edition"), pk=pk)
        if "token" in request.POST and "edit" not in request.POST:
            return self._confirm(request, milestone)
        form = MoveForm(request.POST or None, milestone=milestone)
        if "edit" in request.POST or not form.is_valid():
            return self._form_page(request, milestone, form)
        previewed = Previewed(form.moves(), form.cleaned_data["reason"])
        return self._preview_page(request, milestone, previewed, ConfirmForm())

    def moved_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what a move did, the text for Discord, and for ten minutes the button that undoes it."""
        self._allow(request)
        notices = with_changes(Notice.objects.select_related("edition", "published_by"))
        notice = get_object_or_404(notices, pk=pk, kind=NoticeKind.MOVE)
        item = item_of(notice)
        page = page_url("edition", notice.edition.slug, language="es")
        mails = mails_of(Notice.objects.filter(pk=pk))
        context = {
            "title": _("Plazo movido"),
            "notice": notice,
            "item": item,
            "can_undo": can_undo(notice),
            "waiting": mails.filter(status=Status.QUEUED).count(),
            "sent": mails.filter(status=Status.SENT).count(),
            "discord": move_text(item.lines, reason=notice.reason, url=f"{page}#plazos"),
        }
        return self._page(request, "moved", context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo a move."""
        self._allow(request)
        notice = get_object_or_404(Notice.objects.select_related("edition"), pk=pk, kind=NoticeKind.MOVE)
        try:
            undo_move(notice, by=cast(User, request.user))
            messages.success(
                request, _("Deshecho: los plazos vuelven a su fecha anterior y no se escribe a nadie.")
            )
        except TooLateToUndoError:
            messages.error(request, _("Ya no se puede deshacer. Si hace falta, muévelo otra vez."))
        return redirect("admin:events_milestone_moved", notice.pk)

    def _allow(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _confirm(self, request: HttpRequest, milestone: Milestone) -> HttpResponse:
        by = cast(User, request.user)
        form = ConfirmForm(request.POST)
        previewed = unsign(request.POST["token"], by=by.pk)
        if previewed is None or not form.is_valid():
            return self._start_again(request, milestone)
        try:
            notice = move_milestones(
                milestone.edition,
                previewed.moves,
                reason=previewed.reason,
                by=by,
                even_past=form.cleaned_data["even_past"],
            )
        except StaleMoveError:
            return self._start_again(request, milestone)
        except PastMoveError:
            form.add_error("even_past", _("Marca que quieres cerrarlo ya, o cambia la fecha."))
            return self._preview_page(request, milestone, previewed, form)
        messages.success(request, _("Plazo movido. Tienes diez minutos para deshacerlo."))
        return redirect("admin:events_milestone_moved", notice.pk)

    def _start_again(self, request: HttpRequest, milestone: Milestone) -> HttpResponse:
        messages.error(
            request, _("Alguien movió un plazo mientras mirabas, o pasó una hora. Mira cómo está ahora.")
        )
        return redirect("admin:events_milestone_move", milestone.pk)

    def _form_page(self, request: HttpRequest, milestone: Milestone, form: MoveForm) -> HttpResponse:
        context = {
            "title": _("Mover plazo: %(what)s") % {"what": milestone.label},
            "milestone": milestone,
            "form": form,
            "left": left_text(milestone.moment, timezone.now()),
        }
        return self._page(request, "move", context, status=422 if form.errors else 200)

    def _preview_page(
        self, request: HttpRequest, milestone: Milestone, previewed: Previewed, form: ConfirmForm
    ) -> HttpResponse:
        preview = preview_moves(milestone.edition, previewed.moves, timezone.now())
        context = {
            "title": _("Antes de mover: %(what)s") % {"what": milestone.label},
            "milestone": milestone,
            "preview": preview,
            "reason": previewed.reason,
            "form": form,
            "token": sign(previewed.moves, previewed.reason, by=cast(User, request.user).pk),
            "typed": [(name, value) for name in TYPED for value in request.POST.getlist(name)],
        }
        return self._page(request, "move_preview", context, status=422 if form.errors else 200)

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        template = f"admin/events/milestone/{name}.html"
        return TemplateResponse(request, template, context, status=status)


#: What the preview carries along for who goes back to the form.
TYPED = ("on", "clock", "zone", "reason", "along")


def move_link(milestone: Milestone) -> SafeString:
    """Return the link to the form that moves `milestone`."""
    url = reverse("admin:events_milestone_move", args=[milestone.pk])
    return format_html('<a class="button" href="{}">{}</a>', url, _("Mover…"))
