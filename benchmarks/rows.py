"""What is measured, and what each row has to reach. A new page is a new Row here; nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.seeding import (
    EDITION,
    MAILS,
    MANY,
    ORGANISER,
    PARTICIPANT,
    PROPOSALS,
    SEARCHED,
    SEEKERS,
    SESSIONS,
    TEAMS,
)

_LIST = "/admin/registrations/registration/"
_FINDER = f"/{EDITION}/equipos/"
_FILTERED = f"{_LIST}?edition__id__exact={{edition}}&status__exact=registered"


#: The calendar of one person, who goes to twelve sessions; so many of them ask once an hour.
FEED = "personal calendar"
SUBSCRIBERS, MOST_BUSY = 10_000, 50


@dataclass(frozen=True)
class Row:
    """A page, the view of the limit beside it, and the least ratio of the two.

    `path` may name the demo edition and the participant with many mails by their numbers, `{edition}` and
    `{participant}`, and the secret address of the participant's calendar, `{feed}`.
    `login`: the demo account that asks. `answers`: what the page's form is sent with; then the whole flow
    (form, sending, next page) is measured, each time by another person. `also_few`: the page is measured
    on a thousand registrations too, and may not be more than twice as fast there. `most_statements`: what a
    page may ask the database, where that is what was promised.
    """

    name: str
    path: str
    limit: str
    target: float
    login: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    limit_answers: Mapping[str, object] = field(default_factory=dict)
    also_few: bool = False
    most_statements: int | None = None

    @property
    def is_flow(self) -> bool:
        return bool(self.answers)


ROWS = (
    Row("landing", "/", "/db", 0.5),
    Row("archive", "/ediciones/", "/db", 0.5),
    Row(f"programme, {SESSIONS} sessions", f"/{EDITION}/programa/", "/db", 0.5, most_statements=3),
    Row(f"calendar of {SESSIONS} sessions", f"/{EDITION}/programa.ics", "/ics", 0.8),
    Row(FEED, "/calendario/{feed}.ics", "/ics", 0),
    Row("proposal form, anonymous", f"/{EDITION}/ponencias/proponer/", "/form", 0.25),
    Row("proposal form, signed in", f"/{EDITION}/ponencias/proponer/", "/form", 0.25, login=PARTICIPANT),
    Row(
        f"proposals in the admin, 100 of {PROPOSALS:,}, with scores",
        "/admin/events/keynoteproposal/",
        "/list50",
        0.06,
        login=ORGANISER,
        most_statements=15,
    ),
    Row("registration, step 1, anonymous", f"/{EDITION}/inscripcion/", "/form", 0.3),
    Row("registration, step 1, signed in", f"/{EDITION}/inscripcion/", "/form", 0.3, login=PARTICIPANT),
    Row("Mi hackathon", "/mi-hackathon/", "/db", 0.25, login=PARTICIPANT),
    Row(f"admin list, 100 of {MANY:,}", _LIST, "/list50", 0.08, login=ORGANISER, also_few=True),
    Row("the same, filtered", _FILTERED, "/list50", 0.08, login=ORGANISER, also_few=True),
    Row(
        "the same, filtered and searched",
        f"{_FILTERED}&q={SEARCHED}",
        "/list50",
        0.08,
        login=ORGANISER,
        also_few=True,
    ),
    Row(
        f"a person's page with {MAILS} mails, of {MANY:,} people",
        "/admin/accounts/user/{participant}/ficha/",
        "/list50",
        0,
        login=ORGANISER,
        also_few=True,
        most_statements=15,
    ),
    Row(
        f"start page of the admin, {MANY:,} registrations",
        "/admin/",
        "/list50",
        0,
        login=ORGANISER,
        also_few=True,
        most_statements=15,
    ),
    Row(
        f"finder, {TEAMS} teams, best fit first",
        f"{_FINDER}?camino=todos",
        "/list50",
        0.5,
        login=PARTICIPANT,
        also_few=True,
        most_statements=8,
    ),
    Row(
        "finder, filtered and searched",
        f"{_FINDER}?camino=todos&idioma=es&horas=1&q=modelos",
        "/list50",
        0.5,
        login=PARTICIPANT,
        also_few=True,
        most_statements=8,
    ),
    Row(
        f"finder, {SEEKERS:,} people without a team",
        f"{_FINDER}personas/",
        "/list50",
        0.5,
        login=PARTICIPANT,
        also_few=True,
        most_statements=8,
    ),
    Row(
        "registration, whole flow",
        f"/{EDITION}/inscripcion/",
        "/form",
        0.3,
        answers={
            "name": "Nadia Quispe Vera",
            "countries": ["BO", "PE"],
            "languages": ["es", "qu"],
            "level": "basic",
            "university": "Universidad de Ejemplo del Altiplano",
            "accept": "on",
            "time_zone": "America/La_Paz",
        },
        limit_answers={"name": "Nadia Quispe Vera", "email": "nadia@example.org", "text": "Hola"},
    ),
)
#: Rows of pages that are not built yet, in words.
COMING: tuple[str, ...] = ()

#: Pages that everybody loads first: all their files together, compressed.
WEIGHED = {"landing": "/", "archive": "/ediciones/"}
MOST_KB, MOST_REQUESTS = 80, 8
#: One web worker, after all rows were measured; the limit of a planner's statement; the first page.
MOST_MIB, MOST_TIMES_BARE, MOST_SECONDS = 110, 2.0, 1.5
MOST_TIMES_FEW = 2.0
