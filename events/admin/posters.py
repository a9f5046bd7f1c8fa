"""Reviewing posters, and choosing the one that becomes the image of an edition."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.reviewing import ReviewOfCall
from events.calls.refusals import ProposalRefusedError
from events.emails.posters import poster_mail
from events.models import Poster
from events.posters.gallery import gallery
from events.posters.rules import needed_texts
from events.services.poster_votes import results
from events.services.posters import choose_poster, decide_poster, unchoose_poster
from events.states import CallKind, PosterText

CHANGE = "events.change_poster"


@admin.register(Poster)
class PosterAdmin(ReviewOfCall):
    call_kind = CallKind.POSTER
    decide = staticmethod(decide_poster)
    status_mail = staticmethod(poster_mail)
    list_display = ("who", "image", "state", "waiting", "sent", "votes", "chosen", "ficha")
    list_filter = ("edition", *ReviewOfCall.list_filter, "ai_use")
    list_select_related = ("submitted_by", "decided_by", "edition", "picture")
    actions = [*ReviewOfCall.actions, "choose"]
    blind_search = ("title", "description")
    mail_templates = ("events/mail/poster_",)
    author_fields = ("credit_name", "wants_thanks")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the votes counted, for those who may know them."""
        rows = super().get_queryset(request)
        return rows.annotate(vote_count=Count("votes")) if request.user.has_perm(CHANGE) else rows

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return columns if request.user.has_perm(CHANGE) else [name for name in columns if name != "votes"]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not request.user.has_perm(CHANGE):
            actions.pop("choose", None)
        return actions

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which an organiser chooses."""
        return [self._url("<int:pk>/elegir/", self.choose_view, "choose"), *super().get_urls()]

    @admin.display(description=gettext_lazy("imagen"))
    def image(self, obj: Poster) -> SafeString:
        if obj.picture is None:
            return SafeString("–")
        return format_html(
            '<img src="{}" class="poster-thumb" alt="{}" loading="lazy">', obj.picture.small_url, obj.title
        )

    @admin.display(description=gettext_lazy("votos"), ordering="vote_count")
    def votes(self, obj: Any) -> int:
        found: int = obj.vote_count
        return found

    @admin.display(description=gettext_lazy("elegido"), boolean=True, ordering="is_winner")
    def chosen(self, obj: Poster) -> bool:
        return obj.is_winner

    @admin.action(description=gettext_lazy("Elegir como cartel de la edición…"))
    def choose(self, request: HttpRequest, queryset: QuerySet[Poster]) -> HttpResponseRedirect | None:
        """Lead to the page that says what choosing does."""
        if queryset.count() != 1:
            messages.error(request, _("Elige un solo cartel."))
            return None
        return redirect(self.page_url("choose", queryset.get().pk))

    def choose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the votes and what choosing this poster changes; choose it, or take the choice back."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        poster = get_object_or_404(Poster.objects.select_related("edition", "picture"), pk=pk)
        if request.method == "POST":
            return self._choose(request, poster)
        ranking = results(poster.edition)
        context = {
            "title": _("El cartel de %(edition)s") % {"edition": poster.edition},
            "poster": poster,
            "ranking": ranking,
            "present": next((each for each in ranking if each.is_winner), None),
            "may_choose": gallery(poster.edition).filter(pk=poster.pk).exists(),
        }
        return self.page(request, "choose_poster", context)

    def _choose(self, request: HttpRequest, poster: Poster) -> HttpResponseRedirect:
        by: Any = request.user
        try:
            if "unchoose" in request.POST:
                unchoose_poster(poster.edition, by=by)
                messages.success(request, _("La edición ya no tiene cartel propio."))
            elif choose_poster(poster, by=by):
                said = _("Este es ahora el cartel de la edición; ya le escribimos a quien lo hizo.")
                messages.success(request, said)
            else:
                messages.info(request, _("Ya era el cartel de la edición."))
        except ProposalRefusedError:
            messages.error(request, _("Solo se puede elegir un cartel de la galería."))
        return redirect(self.page_url("choose", poster.pk))

    def headline(self, obj: Poster) -> str:
        return obj.title

    def proposal(self, obj: Poster) -> list[tuple[str, Any]]:
        """Return the poster, large, and what its author says of it."""
        made = " · ".join(filter(None, [str(obj.get_ai_use_display()), obj.ai_note]))
        return [
            (_("Edición"), obj.edition),
            (_("Título"), obj.title),
            (_("Imagen"), self._large(obj)),
            (_("Lo que se ve"), obj.description),
            (_("Textos que lleva"), self._texts(obj)),
            (_("Obra propia"), _("sí") if obj.is_own_work else _("no")),
            (_("Cómo se hizo"), made),
            (_("Votos"), self._link_to_votes(obj)),
        ]

    def about_author(self, obj: Poster) -> list[tuple[str, Any]]:
        """Return how the author wants to be named."""
        thanks = _("sí") if obj.wants_thanks else _("no")
        return [
            (_("Nombre para los créditos"), obj.credit_name),
            (_("Quiere agradecimiento público"), thanks),
        ]

    def _large(self, obj: Poster) -> SafeString | None:
        if obj.picture is None:
            return None
        return format_html(
            '<a href="{0}"><img src="{0}" width="{1}" height="{2}" class="poster-large" alt="{3}"></a>'
            "<br>{1} × {2} px",
            obj.picture.url,
            obj.picture.width,
            obj.picture.height,
            obj.description,
        )

    def _texts(self, obj: Poster) -> str:
        """Return what the author ticked, with the words that should be on it: to be compared at a glance."""
        words = {text.key: text.words for text in needed_texts(obj.edition, None)}
        lines = [(PosterText(key).label, words.get(key, "")) for key in obj.texts]
        return "\n".join(f"✓ {label}: {said}" if said else f"✓ {label}" for label, said in lines)

    def _link_to_votes(self, obj: Poster) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', self.page_url("choose", obj.pk), _("Votos y cartel de la edición")
        )
