"""Who gets which mail about a proposal of the matching. Named are only people who asked to be matched."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from events.models import Edition
from events.moments import Moment
from registrations.emails.teams import captain_of, teams_until
from registrations.models import Membership, Offer, Registration, Team, TeamProfile
from registrations.states.teams import PROFILE_NAMES, Profile
from somosnlp.accounts.models import User
from somosnlp.outbox.links import page_url
from somosnlp.outbox.services import queue
from somosnlp.ui.countries import country_names

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What is written once, by offer: who looks for what is not written yet asks the outbox for these keys.
MATCH_KEY = "team-match:"
REMINDER_KEY = "team-match-reminder:"


class Mate(NamedTuple):
    """What the others of a group read of somebody, in the language of who reads it."""

    name: str
    countries: str
    profiles: str


def send_match(
    offer: Offer,
    *,
    token: str,
    group: Iterable[Registration],
    reasons: Sequence["StrOrPromise"] = (),
    held: bool = False,
) -> None:
    """Propose a group to one of its people: who the others are, why (lazy texts), until when.

    `held` waits in the outbox until an organiser lets it leave.
    """
    person = _person(offer)
    others = [other for other in group if other.pk != offer.registration_id]
    context = {
        "team": _team(offer),
        "mates": mates_of(others, person.language),
        "reasons": reasons,
        "deadline": _until(offer),
        "action_url": page_url("team-match", token, language=person.language),
        "action_text": _("Ver la propuesta"),
    }
    key = f"{MATCH_KEY}{offer.pk}"
    _send("team_match", person, offer.edition, context, key, offer.expires_at, held=held)


def send_match_reminder(offer: Offer, *, token: str) -> None:
    """Remind somebody once that a proposal waits for an answer."""
    person = _person(offer)
    context = {
        "team": _team(offer),
        "deadline": _until(offer),
        "action_url": page_url("team-match", token, language=person.language),
        "action_text": _("Responder"),
    }
    key = f"{REMINDER_KEY}{offer.pk}"
    _send("team_match_reminder", person, offer.edition, context, key, offer.expires_at)


def send_match_formed(membership: Membership) -> None:
    """Tell one of the first two who accepted that their team exists now, and who is in it."""
    team, person = membership.team, membership.registration.user
    others = Registration.objects.filter(membership__team=team).exclude(pk=membership.registration_id)
    context = {
        "team": team,
        "mates": mates_of(others.select_related("user", "team_profile"), person.language),
        "captain": captain_of(team),
        "action_url": page_url("team", team.edition.slug, team.slug, language=person.language),
        "action_text": _("Ver mi equipo"),
    }
    _send("team_match_formed", person, team.edition, context, f"team-match-formed:{membership.pk}")


def send_match_failed(offer: Offer) -> None:
    """Tell somebody who accepted that nobody else did, and that the next run counts with them."""
    person, edition = _person(offer), offer.edition
    context = {
        "deadline": teams_until(edition),
        "action_url": page_url("team-finder", edition.slug, language=person.language),
        "action_text": _("Ver equipos y personas"),
    }
    _send("team_match_failed", person, edition, context, f"team-match-failed:{offer.pk}")


def mates_of(people: Iterable[Registration], language: str) -> list[Mate]:
    """Return what those people show of themselves, in `language`: name, countries, what they bring."""
    with translation.override(language):
        return [
            Mate(
                name=person.user.display_name,
                countries=", ".join(country_names(person.countries)),
                profiles=", ".join(_profiles(person)),
            )
            for person in people
        ]


def _profiles(person: Registration) -> list[str]:
    try:
        profile = person.team_profile
    except TeamProfile.DoesNotExist:
        return []
    return [str(PROFILE_NAMES[Profile(name)]) for name in profile.profiles]


def _until(offer: Offer) -> Moment | None:
    return Moment(at=offer.expires_at, zone=offer.edition.time_zone) if offer.expires_at else None


def _team(offer: Offer) -> Team | None:
    """Return the team that the group completes, or has become."""
    return offer.group.team if offer.group else offer.team


def _person(offer: Offer) -> User:
    if offer.registration is None:
        raise ValueError("a match is always of somebody registered")
    return offer.registration.user


def _send(
    template: str,
    to: User,
    edition: Edition,
    context: Mapping[str, Any],
    key: str,
    expires_at: datetime | None = None,
    *,
    held: bool = False,
) -> None:
    queue(
        f"registrations/mail/{template}",
        to=to.email,
        language=to.language,
        time_zone=to.time_zone or edition.time_zone,
        user_id=to.pk,
        context={"person": to, "edition": edition, **context},
        dedupe_key=key,
        expires_at=expires_at,
        held=held,
    )
