"""What an invitation is worth on the way in: the right to register late, and the way back to it.

A token is that of an invitation by e-mail or of a link; which, its signature tells.
"""

from dataclasses import replace
from datetime import datetime

from django.urls import reverse

from events.models import Edition
from events.permissions import CallWindow
from registrations.permissions import teams_window
from registrations.services.offers import find_offer, has_right_to_register
from registrations.services.team_links import find_link, is_alive
from registrations.states.teams import OfferKind
from somosnlp.accounts.models import User

#: Longer than any token that we signed: what is longer is not kept with a draft.
LONGEST_TOKEN = 200


def with_invitation(
    window: CallWindow, user: User | None, edition: Edition, now: datetime, token: str = ""
) -> CallWindow:
    """Return the registration's `window` for who was invited: what is closed is open until teams are made.

    Asks the database only where that could matter (2024: registration until 22 March, teams until 7 April).
    """
    if window.state != "closed" or (user is None and not token):
        return window
    teams = teams_window(edition, now)
    if not teams.is_open or not _is_invited(user, edition, token):
        return window
    return replace(window, state="open", milestone=teams.milestone)


def invitation_url(token: str) -> str:
    """Return the address of the invitation or link of a token; empty for one that is neither."""
    if not token:
        return ""
    offer = find_offer(token)
    if offer is not None and offer.kind == OfferKind.INVITATION:
        return reverse("team-invitation", args=[token])
    return reverse("team-link", args=[token]) if find_link(token) else ""


def is_sent_to(token: str, email: str) -> bool:
    """Tell whether the invitation of `token` is for `email`; a link is for any address."""
    offer = find_offer(token)
    if offer is None:
        return True
    address = offer.registration.user.email if offer.registration else offer.email
    return email.strip().lower() == address


def _is_invited(user: User | None, edition: Edition, token: str) -> bool:
    if has_right_to_register(user, token, edition_id=edition.pk):
        return True
    link = find_link(token) if token else None
    return link is not None and link.team.edition_id == edition.pk and is_alive(link)
