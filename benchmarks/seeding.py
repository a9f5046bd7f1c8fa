"""The data a bench needs: real and demo editions by the platform's own commands, crowds by bulk SQL."""

import compileall
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from somosnlp.accounts.models import User
from somosnlp.accounts.sessions import SessionStore
from somosnlp.local import preparation

FEW, MANY = 1_000, 100_000
#: People with a session and no registration: the flow of the form uses one each time.
NEWCOMERS = 20_000
#: What an organiser looks for: one person in eight.
SEARCHED = "quispe"
EDITION = "demo"
PARTICIPANT, ORGANISER = "participante@example.org", "organizacion@example.org"
MAILS = 200
#: Teams that look for people, and people without one who want to be found: of the crowd and of the few.
TEAMS, SEEKERS = 200, 1_000
FEW_TEAMS, FEW_SEEKERS = 20, 100
#: As many sessions as five real editions had, and the proposals of a call that went round the world.
SESSIONS, PROPOSALS = 61, 5_000
#: Sessions that one person goes to.
ATTENDED = 12
_BACKEND = "somosnlp.accounts.backends.ModelBackend"
ROOT = Path(__file__).resolve().parent.parent
_SQL = ROOT / "benchmarks" / "sql"


def seed_platform() -> None:
    """Bytecode (as the image has it), schema, catalogues, static files, legal pages, editions with people."""
    compileall.compile_dir(ROOT, quiet=1, rx=re.compile(r"/\."))
    preparation.migrate()
    preparation.compile_catalogues()
    call_command("collectstatic", interactive=False, verbosity=0)
    for command in ("load_legal_texts", "import_editions", "seed_demo"):
        call_command(command, stdout=io.StringIO())


def seed_people(connection: psycopg.Connection, people: int) -> None:
    """So many people with proven addresses."""
    _seed(connection, "people", {"people": people})


def seed_registrations(connection: psycopg.Connection) -> None:
    """Each of the people registered, one in ten for another edition, all states; one with many mails."""
    _seed(connection, "registrations", {"edition": EDITION})
    _seed(connection, "mails", {"mails": MAILS, "participant": PARTICIPANT})


def seed_teams(connection: psycopg.Connection, teams: int = TEAMS, seekers: int = SEEKERS) -> None:
    """So many teams of three with two places free, and so many people without a team in the finder."""
    values = {"edition": EDITION, "teams": teams, "seekers": seekers, "participant": PARTICIPANT}
    _seed(connection, "teams", values)


def seed_programme(connection: psycopg.Connection, sessions: int = SESSIONS) -> None:
    """The demo edition has so many sessions, each with somebody who speaks."""
    _seed(connection, "programme", {"edition": EDITION, "sessions": sessions})


def seed_attendances(connection: psycopg.Connection, sessions: int = ATTENDED) -> None:
    """The participant goes to so many sessions of the demo edition."""
    values = {"edition": EDITION, "sessions": sessions, "participant": PARTICIPANT}
    _seed(connection, "attendances", values)


def seed_proposals(connection: psycopg.Connection, proposals: int = PROPOSALS) -> None:
    """So many of the people have proposed a talk, and three reviewers have scored each on two criteria."""
    _seed(connection, "proposals", {"edition": EDITION, "proposals": proposals})


def seed_newcomers(connection: psycopg.Connection, newcomers: int = NEWCOMERS) -> None:
    """People who have an account and no registration."""
    _seed(connection, "newcomers", {"newcomers": newcomers})


def seed_drafts(connection: psycopg.Connection) -> None:
    """Each of the people began to register more than a day ago and has not sent it."""
    _seed(connection, "drafts", {"edition": EDITION})


def settle(connection: psycopg.Connection) -> None:
    """Let the planner know, as autovacuum would have by now."""
    connection.execute("VACUUM ANALYZE")


def open_session(email: str) -> str:
    """Sign a demo account in; returns the value of the session's cookie."""
    user = User.objects.get(email=email)
    session = SessionStore()
    session.update(_session_data(user))
    session.save()
    return str(session.session_key)


def newcomers_sessions() -> Iterator[str]:
    """Sign every newcomer in; returns the cookies to use, one after the other."""
    people = User.objects.filter(email__startswith="newcomer").order_by("pk")
    store, expires = SessionStore(), timezone.now() + timedelta(days=1)
    rows = [
        Session(
            session_key=f"newcomer{user.pk:024d}",
            session_data=store.encode(_session_data(user)),
            expire_date=expires,
        )
        for user in people
    ]
    Session.objects.bulk_create(rows, batch_size=2000)
    return iter([row.session_key for row in rows])


def _session_data(user: User) -> dict[str, str]:
    return {
        "_auth_user_id": str(user.pk),
        "_auth_user_backend": _BACKEND,
        "_auth_user_hash": user.get_session_auth_hash(),
    }


def _seed(connection: psycopg.Connection, name: str, values: dict[str, object]) -> None:
    """Run sql/<name>.sql without triggers: the history of invented people is no part of what is measured."""
    statement = (_SQL / f"{name}.sql").read_bytes()
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(statement, values)
