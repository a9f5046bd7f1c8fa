"""Rows of the finder as cards: their words in the active language, and their HTML.

What a card says of itself follows from its row, so that it is rendered once for everybody; only why it fits
is of one reader, and is put in its place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Edition
from registrations.finder import words
from registrations.finder.fit import Wish, fit_of
from registrations.finder.search import Answer
from registrations.signed_ids import sign_registration
from registrations.states import NlpLevel
from registrations.states.teams import PATH_OF_LEVEL
from somosnlp.ui.templatetags.ui import icon

Row = dict[str, Any]
#: Where the reasons go; no text of a row can say it, for `<` is escaped.
_PLACE = mark_safe("<!--fit-->")
_MOST = 512
#: Columns that no card shows by themselves.
_OF_READER = {"score", "total", "elsewhere", "hours", "time_zone"}
_kept: dict[tuple[Any, ...], tuple[str, str]] = {}


@dataclass(frozen=True)
class Cards:
    """Makes the cards of one page. `challenges`: names by number; `action`: what its button does, if any."""

    edition: Edition
    answer: Answer
    wish: Wish | None
    challenges: Mapping[int, str]
    action: str = ""

    def of_teams(self) -> list[SafeString]:
        """Return the cards of teams; `action` is the part of a team's page where one asks to join."""
        return self._cards("team", self._team, words.team_words())

    def of_people(self) -> list[SafeString]:
        """Return the cards of people; `action` is the form that invites, by its id."""
        return self._cards("person", self._person, words.person_words())

    def _cards(
        self, kind: str, tell: Callable[[dict[str, Any]], dict[str, Any]], said: words.Said
    ) -> list[Any]:
        why, check = _("Por qué encaja:"), icon("check")
        cards = []
        for row in self.answer.page.rows:
            before, after = self._shell(kind, tell, row)
            reasons = words.reasons(fit_of(self.wish, self.answer.found_in(row)), said) if self.wish else ""
            html = format_html(_REASONS, check, why, reasons) if reasons else ""
            cards.append(mark_safe(before + html + after))
        return cards

    def _shell(self, kind: str, tell: Callable[[Row], Row], row: Row) -> tuple[str, str]:
        """Return the HTML of a card before and after the reasons."""
        said = [value for name, value in row.items() if name not in _OF_READER]
        challenge = self.challenges.get(row["challenge"], "")
        key = (get_language(), kind, self.edition.slug, self.action, challenge, repr(said))
        if key not in _kept:
            if len(_kept) >= _MOST:
                _kept.clear()
            context = tell(row) | {"challenge": challenge, "action": self.action, "place": _PLACE}
            html = render_to_string(f"registrations/team_finder/{kind}_card.html", context)
            before, _place, after = html.partition(_PLACE)
            _kept[key] = before, after
        return _kept[key]

    def _team(self, row: Row) -> Row:
        size = _("%(members)d de %(places)d personas") % {"members": row["members"], "places": row["places"]}
        return {
            "name": row["name"],
            "url": reverse("team", args=[self.edition.slug, row["slug"]]),
            "report_url": reverse("team-report", args=[self.edition.slug, row["slug"]]),
            "places": words.places_text(row["places"] - row["members"]),
            "text": words.excerpt_of(row["excerpt"]),
            **_told(row, size),
        }

    def _person(self, row: Row) -> Row:
        path = PATH_OF_LEVEL[NlpLevel(row["level"])]
        signed = sign_registration(row["registration"])
        return {
            "name": row["public_name"] or row["name"] or _("Sin nombre"),
            "signed": signed,
            "report_url": reverse("team-profile-report", args=[self.edition.slug, signed]),
            "path": path.value,
            "path_label": capfirst(str(path.label)),
            "text": row["excerpt"],
            **_told(row, ""),
        }


_REASONS = '<p class="finder-fit">{}<span><span class="visually-hidden">{}</span> {}</span></p>'


def _told(row: Mapping[str, Any], size: str) -> dict[str, str]:
    """Return what teams and people tell alike."""
    facts = (size, words.countries_text(row["countries"]), words.languages_text(row["languages"]))
    return {
        "profiles": words.profiles_text(row["profiles"]),
        "tasks": words.tasks_text(row["tasks"]),
        "facts": " · ".join(fact for fact in facts if fact),
    }
