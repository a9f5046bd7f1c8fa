"""Which edition a page is about, and what every page of an edition needs to know."""

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from events.calls.cards import CallCard, boundaries, call_cards
from events.facts import edition_flagged_current, edition_named
from events.models import Call, Edition
from events.page_cache import changes_at


def edition_or_404(request: HttpRequest, year: str, *, kept: bool = False) -> Edition:
    """Return the edition `year` and note it on the request (header, time zone).

    A page about a person may do with the edition as it was `kept` (`events.facts`). Raises Http404 when there
    is none, or it is in preparation and the person does not organise.
    """
    edition = edition_named(year) if kept else Edition.objects.with_image().filter(slug=year).first()
    if edition is None or not _is_visible(edition, request):
        raise Http404(_("Esa edición no existe o aún no está publicada."))
    return set_edition(request, edition)


def current_edition(request: HttpRequest, *, kept: bool = False) -> Edition | None:
    """Return the edition that `/` shows (or as `kept`), noted on the request; None before the first one."""
    edition = edition_flagged_current() if kept else Edition.objects.with_image().current()
    if edition is None or not _is_visible(edition, request):
        return None
    return set_edition(request, edition)


def _is_visible(edition: Edition, request: HttpRequest) -> bool:
    """Tell of one edition what `visible_to` tells of many; only one in preparation needs the person."""
    return edition.is_published or bool(getattr(request.user, "is_staff", False))


def set_edition(request: HttpRequest, edition: Edition) -> Edition:
    """Note `edition` as the one this page is about, and return it."""
    request.edition = edition  # type: ignore[attr-defined]
    return edition


def find_card(request: HttpRequest, edition: Edition, kind: str) -> CallCard | None:
    """Return the card of one call of `edition`, and note when it will read differently."""
    calls = list(Call.objects.filter(edition=edition, kind=kind).select_related("closes_with"))
    changes_at(request, boundaries(calls))
    return call_cards(edition, calls, timezone.now()).get(kind)
