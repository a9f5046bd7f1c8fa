"""What the demo's organisers have planned and not published yet, and one release they made."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from events.models import Edition, EditionPerson, Person, Placement, Release, Session, SessionPerson
from events.moments import local_instant
from events.services.scheduling import place_session, plan_cancellation, publish
from events.states import DEMO, ChangeKind, Precision, SessionKind, SessionStatus
from somosnlp.accounts.models import User

ORGANISER = "organizacion@example.org"
NOTE = "El taller se mueve por un festivo en Colombia."


class Invented(NamedTuple):
    """A session nobody has seen yet; `days` from today and the hour where it is placed, if it is."""

    slug: str
    kind: SessionKind
    title: str
    speaker: str
    occupation: str
    days: int | None = None
    hour: int = 18
    minutes: int = 45


SESSIONS = (
    Invented(
        "tokenizar-lenguas-aglutinantes",
        SessionKind.TALK,
        "Tokenizar lenguas aglutinantes sin romper palabras",
        "Rosa Chura Mamani",
        "Lingüista computacional @Universidad de Ejemplo",
        days=6,
    ),
    Invented(
        "pregunta-lo-que-quieras-doctorado",
        SessionKind.AMA,
        "Pregunta lo que quieras: antes de un doctorado",
        "Tomás Arancibia Leiva",
        "Investigador posdoctoral @Instituto de Ejemplo",
        days=9,
        hour=8,
        minutes=60,
    ),
    Invented(
        "auditar-sesgos-en-quince-minutos",
        SessionKind.KEYNOTE,
        "Auditar sesgos en quince minutos",
        "Beatriz Nchama Obiang",
        "Ingeniera de datos @Empresa de Ejemplo",
    ),
)


def seed_schedule(edition: Edition) -> int:
    """Publish one move and plan the invented sessions in private, once; return how many rows are new."""
    by = User.objects.filter(email=ORGANISER).first()
    if by is None or Release.objects.filter(edition=edition).exists():
        return 0
    coming = list(
        Session.objects.filter(edition=edition, is_published=True, starts_at__gt=timezone.now())
        .exclude(kind=SessionKind.PRESENTATIONS)
        .order_by("starts_at")
    )
    if len(coming) < 2:
        return 0
    _move(coming[0], by)
    publish(edition, by=by, note=NOTE)
    for invented in SESSIONS:
        _plan(edition, invented, by)
    plan_cancellation(coming[-1], by=by)
    return len(SESSIONS) + Release.objects.filter(edition=edition).count()


def forget_plan() -> None:
    """Let no session of the demo stay on a day of before: its dates begin anew, and its releases with them.

    What a release showed first is private again; of the others the import says when they are.
    """
    sessions = Session.objects.filter(edition__slug=DEMO)
    sessions.filter(release_changes__kind=ChangeKind.NEW).update(is_published=False)
    sessions.exclude(release_changes=None).update(
        status=SessionStatus.SCHEDULED,
        precision=Precision.UNKNOWN,
        starts_at=None,
        day=None,
        originally_at=None,
    )
    Placement.objects.filter(session__in=sessions).delete()
    Release.objects.filter(edition__slug=DEMO).delete()


def _move(session: Session, by: User) -> None:
    at = session.starts_at
    if at is not None:
        place_session(
            session, by=by, starts_at=at + timedelta(hours=1), minutes=session.minutes, venue=session.venue
        )


def _plan(edition: Edition, invented: Invented, by: User) -> Placement | None:
    session, _created = Session.objects.get_or_create(
        edition=edition,
        slug=invented.slug,
        defaults={
            "kind": invented.kind,
            "title": invented.title,
            "precision": Precision.UNKNOWN,
            "is_published": False,
        },
    )
    slug = f"{invented.slug}-{edition.slug}"
    person, _created = Person.objects.get_or_create(slug=slug, defaults={"name": invented.speaker})
    EditionPerson.objects.get_or_create(
        edition=edition, person=person, defaults={"occupation": invented.occupation}
    )
    SessionPerson.objects.get_or_create(session=session, person=person)
    if invented.days is None:
        return None
    return place_session(
        session, by=by, starts_at=_at(edition, invented), minutes=invented.minutes, venue="Discord"
    )


def _at(edition: Edition, invented: Invented) -> datetime:
    day = timezone.localdate() + timedelta(days=invented.days or 0)
    clock = datetime.min.time().replace(hour=invented.hour)
    return local_instant(day, clock, edition.time_zone)
