"""Blind mode: while names are hidden, nothing of this admin says whose a proposal is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from somosnlp.accounts.audit import PER_PAGE, Change, changes_of
from somosnlp.accounts.search import folded, matching
from somosnlp.review.admin.hooks import KindHooks
from somosnlp.review.models import Reviewable, ReviewRound
from somosnlp.review.states import DECISIONS

OPENED = "review-names-opened"


@dataclass(frozen=True)
class Nameless:
    """A row as a page that only wants its number and what it is called may know it."""

    pk: Any
    called: str

    def __str__(self) -> str:
        return self.called


class Names(KindHooks):
    """Whether names are hidden from a reader, and what the pages call a proposal.

    They are hidden from everybody while a round of the kind is blind; who may change rounds can open them,
    by a press of their own that is written down, so that they too can read blindly.
    """

    def rounds_for(self, request: HttpRequest) -> dict[Any, ReviewRound]:
        """Return `rounds()`, asked once per request."""
        known: dict[str, dict[Any, ReviewRound]] = request.__dict__.setdefault("_review_rounds", {})
        if self.opts.label not in known:
            known[self.opts.label] = self.rounds()
        return known[self.opts.label]

    def round_for(self, request: HttpRequest, obj: Any) -> ReviewRound | None:
        """Return how `obj` is reviewed; None: whoever reviews takes any and decides, all switches off."""
        return self.rounds_for(request).get(self.round_key(obj))

    def holds(self, request: HttpRequest, obj: Any, to: str) -> bool:
        """Tell whether the mail of the decision `to` about `obj` waits; a request for changes never does."""
        round_ = self.round_for(request, obj)
        return bool(round_ and round_.holds_decisions) and to in DECISIONS

    def is_blind(self, request: HttpRequest) -> bool:
        """Tell whether a round of this kind is blind."""
        return any(each.is_blind for each in self.rounds_for(request).values())

    def hides_names(self, request: HttpRequest) -> bool:
        """Tell whether this reader must not see whose the proposals are."""
        return self.is_blind(request) and not self.opened_names(request)

    def opened_names(self, request: HttpRequest) -> bool:
        """Tell whether this reader opened the names of this kind, should they be hidden."""
        return self.may_open_names(request) and self.opts.label in request.session.get(OPENED, [])

    def may_open_names(self, request: HttpRequest) -> bool:
        """Tell whether this reader has the full rights over rounds."""
        return request.user.has_perm("review.change_reviewround")

    def names_view(self, request: HttpRequest) -> HttpResponse:
        """Open the names of this kind for this session, or hide them again."""
        if not self.may_open_names(request):
            raise PermissionDenied
        opened = set(request.session.get(OPENED, [])) - {self.opts.label}
        if "open" in request.POST:
            opened.add(self.opts.label)
            messages.warning(request, _("Ves los nombres hasta que salgas de tu cuenta o los escondas."))
        request.session[OPENED] = sorted(opened)
        return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def numbered(self, obj: Reviewable) -> str:
        """Return what `obj` is called without a name."""
        number = _("N.º %(number)s") % {"number": obj.pk}
        return " · ".join(filter(None, [number, self.headline(obj)]))

    def called(self, request: HttpRequest, obj: Reviewable) -> str:
        """Return what the pages of this reader call `obj`: its author, or its number."""
        return self.numbered(obj) if self.hides_names(request) else str(obj.submitted_by)

    def names_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page needs to know about names."""
        return {
            "names_hidden": self.hides_names(request),
            "round_is_blind": self.is_blind(request),
            "may_open_names": self.may_open_names(request),
        }

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        hidden = {"ficha", *self.author_columns} if self.hides_names(request) else set()
        return [column for column in columns if column not in hidden]

    def get_sortable_by(self, request: HttpRequest) -> Any:
        """Their order would say the names."""
        columns = super().get_sortable_by(request)
        return [column for column in columns if column != "who"] if self.hides_names(request) else columns

    def get_search_fields(self, request: HttpRequest) -> Any:
        return self.blind_search if self.hides_names(request) else super().get_search_fields(request)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Search what hides no name: finding a proposal by its author would tell it."""
        if not self.hides_names(request):
            return super().get_search_results(request, queryset, search_term)
        if not self.blind_search:
            return queryset, False
        return matching(queryset.alias(blind=folded(*self.blind_search)), search_term, "blind"), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse questions like `?name__startswith=A`, by which a name could be guessed."""
        if request is None or not super().lookup_allowed(lookup, value, request):
            return False
        offered = {_filtered(each) for each in self.get_list_filter(request)}
        return not self.hides_names(request) or lookup.split("__", maxsplit=1)[0] in offered

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """Write a number instead of a name where the round is blind: recent actions are shown."""
        entry: LogEntry = super().log_change(request, obj, message)
        if self.is_blind(request):
            entry.object_repr = self.numbered(obj)[:200]
            entry.save(update_fields=["object_repr"])
        return entry

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Leave out of the history what tells the author."""
        extra = extra_context or {}
        obj = self.get_object(request, object_id) if self.hides_names(request) else None
        if obj is not None:
            page = Paginator(list(self._nameless(changes_of(obj))), PER_PAGE).get_page(request.GET.get("p"))
            nameless = Nameless(obj.pk, self.numbered(obj))
            extra = {"changes": page, "object": nameless, "title": str(nameless), **extra}
        return super().history_view(request, object_id, extra)

    def _nameless(self, changes: Iterable[Change]) -> Iterable[Change]:
        fields = {field.name: str(capfirst(field.verbose_name)) for field in self.opts.concrete_fields}
        telling = {fields[name] for name in ("submitted_by", *self.author_fields)}
        for change in changes:
            kept = [each for each in change.fields if each.label not in telling]
            if kept:
                yield replace(change, who="", place="", fields=kept)


def _filtered(each: Any) -> str:
    """Return the field that an entry of `list_filter` is about, or the name of its class."""
    name = each[0] if isinstance(each, tuple) else each
    return name.split("__")[0] if isinstance(name, str) else str(name.parameter_name)
