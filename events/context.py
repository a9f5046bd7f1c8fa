"""Which edition a page is about, and what every page of an edition needs to know."""

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from events.calls import CallCard, boundaries, call_cards
from events.models import Call, Edition
from events.page_cache import changes_at


def edition_or_404(request: HttpRequest, year: str) -> Edition:
    """Return the edition `year` and note it on the request (header, time zone).

    Raises Http404 when there is none, or it is in preparation and the person does not organise.
    """
    edition = Edition.objects.visible_to(request.user).filter(slug=year).first()
    if edition is None:
        raise Http404(_("Esa edición no existe o aún no está publicada."))
    return set_edition(request, edition)


def current_edition(request: HttpRequest) -> Edition | None:
    """Return the edition that `/` shows, noted on the request; None before the first one."""
    edition = Edition.objects.visible_to(request.user).current()
    return set_edition(request, edition) if edition else None


def set_edition(request: HttpRequest, edition: Edition) -> Edition:
    """Note `edition` as the one this page is about, and return it."""
    request.edition = edition  # type: ignore[attr-defined]
    return edition


def find_card(request: HttpRequest, edition: Edition, kind: str) -> CallCard | None:
    """Return the card of one call of `edition`, and note when it will read differently."""
    calls = list(Call.objects.filter(edition=edition, kind=kind).select_related("closes_with"))
    changes_at(request, boundaries(calls))
    return call_cards(edition, calls, timezone.now()).get(kind)
