"""What was accepted becomes a session, private until the programme is published, and its people speakers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from events.importing.slugs import make_slug
from events.models import Edition, EditionPerson, Person, Picture, Session, SessionPerson, Topic
from events.models.proposals import SpeakerFacts
from events.services.pictures import show_speakers
from events.services.scheduling import plan_cancellation, plan_restoration
from events.states import Precision, SessionRole
from somosnlp.accounts.models import User

#: Of somebody whose account has another name already: how often a free address is looked for.
TRIES = 5
SLUG_LENGTH = 100


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks, in their own words; without `user` they have no account."""

    name: str
    user: User | None = None
    occupation: str = ""
    affiliation: str = ""
    bio: str = ""
    website: str = ""
    linkedin: str = ""
    x: str = ""
    bluesky: str = ""
    photo: Picture | None = None

    @classmethod
    def of(cls, facts: SpeakerFacts, user: User | None) -> "Speaker":
        """Return what a proposal says of the person who sent it."""
        return cls(
            name=facts.name,
            user=user,
            occupation=facts.occupation,
            affiliation=facts.affiliation,
            bio=facts.bio,
            website=facts.website,
            linkedin=facts.linkedin,
            x=facts.x,
            bluesky=facts.bluesky,
            photo=facts.photo,
        )

    @property
    def credit(self) -> str:
        """What is printed below the name: «Lingüista @Universidad de Ejemplo»."""
        if self.occupation and self.affiliation:
            return f"{self.occupation} @{self.affiliation}"
        return self.occupation or self.affiliation


@transaction.atomic
def open_session(
    edition: Edition,
    *,
    kind: str,
    title: str,
    abstract: str = "",
    takeaways: Sequence[str] = (),
    language: str = "es",
    level: int | None = None,
    topic: Topic | None = None,
    minutes: int | None = None,
    speakers: Sequence[Speaker],
    by: User,
    session: Session | None = None,
) -> Session:
    """Return the unpublished session of what was accepted, with its speakers in the order given.

    With `session`, the one it has had before (a decision taken back and made again): that one gets the words
    and the cast, and takes place after all where it was cancelled. The caller holds the row of what was
    accepted, so that it never has two.
    """
    words = {
        "kind": kind,
        "title": title,
        "abstract": abstract,
        "takeaways": list(takeaways),
        "language": language,
        "level": level,
        "topic": topic,
    }
    if session is None:
        session = _create(edition, words | {"minutes": minutes})
    else:
        Session.objects.filter(pk=session.pk).update(**words)
        session.refresh_from_db()
        if session.is_cancelled or _is_to_be_cancelled(session):
            plan_restoration(session, by=by)
            session.refresh_from_db()
    set_speakers(session, speakers)
    return session


@transaction.atomic
def set_speakers(session: Session, speakers: Sequence[Speaker]) -> list[Person]:
    """Let `speakers` and nobody else speak at `session`, in this order; return who they are. Hosts stay."""
    people = [credit(session.edition, speaker) for speaker in speakers]
    seats = SessionPerson.objects.filter(session=session)
    gone = seats.filter(role=SessionRole.SPEAKER).exclude(person__in=people)
    left = [seat.person for seat in gone.select_related("person")]
    gone.delete()
    for position, person in enumerate(people):
        seats.update_or_create(
            session=session,
            person=person,
            defaults={"position": position},
            create_defaults={"position": position, "role": SessionRole.SPEAKER},
        )
    _forget_credits(session.edition, left)
    show_speakers([session.pk])
    return people


def credit(edition: Edition, speaker: Speaker) -> Person:
    """Return the person of the programme that `speaker` is, credited in `edition` with what they say now.

    An account is one person of the programme, made once. Nobody is taken for somebody else because they are
    called the same: an organiser joins an account to a person of earlier editions.
    """
    person = _person_of(speaker)
    _write_facts(person, speaker)
    EditionPerson.objects.update_or_create(
        edition=edition, person=person, defaults={"occupation": speaker.credit[:200]}
    )
    return person


@transaction.atomic
def drop_session(session: Session, *, by: User) -> bool:
    """Take back the session of what is accepted no longer; say whether it is gone.

    One that people know of is planned as cancelled, and they are told when that is published. One that was
    never public disappears with its credits; whatever refers to it has let go before.
    """
    if session.is_published or session.release_changes.exists():
        plan_cancellation(session, by=by)
        return False
    people = list(Person.objects.filter(appearances__session=session))
    edition = session.edition
    session.delete()
    _forget_credits(edition, people)
    return True


def _create(edition: Edition, columns: dict[str, Any]) -> Session:
    base = make_slug(columns["title"], otherwise="sesion", length=SLUG_LENGTH)
    taken = Session.objects.filter(edition=edition, slug__startswith=base)

    def create(slug: str) -> Session:
        return Session.objects.create(
            edition=edition, slug=slug, precision=Precision.UNKNOWN, is_published=False, **columns
        )

    made: Session = _with_free_slug(create, base, taken)
    return made


def _person_of(speaker: Speaker) -> Person:
    known = Person.objects.filter(user=speaker.user).first() if speaker.user else None
    if known is not None:
        return known
    base = make_slug(speaker.name, otherwise="ponente", length=SLUG_LENGTH)

    def create(slug: str) -> Person:
        if speaker.user is None:
            return Person.objects.create(slug=slug, name=speaker.name)
        person, _new = Person.objects.get_or_create(
            user=speaker.user, defaults={"slug": slug, "name": speaker.name}
        )
        return person

    made: Person = _with_free_slug(create, base, Person.objects.filter(slug__startswith=base))
    return made


def _with_free_slug(create: Any, base: str, taken: Any) -> Any:
    """Call `create` with an address nobody has; who loses the race for one tries the next."""
    for _attempt in range(TRIES):
        used = set(taken.values_list("slug", flat=True))
        slug = next(s for s in _numbered(base) if s not in used)
        try:
            with transaction.atomic():
                return create(slug)
        except IntegrityError as error:
            lost = error
    raise lost


def _numbered(base: str) -> Iterable[str]:
    yield base
    for number in range(2, 10_000):
        yield f"{base}-{number}"


def _write_facts(person: Person, speaker: Speaker) -> None:
    """Write what the person says of themselves now; what they do not say stays as it was."""
    facts = {
        name: value
        for name in ("bio", "website", "linkedin", "x", "bluesky", "photo")
        if (value := getattr(speaker, name)) and getattr(person, name) != value
    }
    if facts:
        Person.objects.filter(pk=person.pk).update(**facts)
        for name, value in facts.items():
            setattr(person, name, value)


def _forget_credits(edition: Edition, people: Iterable[Person]) -> None:
    """Take the credit of `edition` from those of `people` who have no session in it any more."""
    for person in people:
        if not SessionPerson.objects.filter(session__edition=edition, person=person).exists():
            EditionPerson.objects.filter(edition=edition, person=person, note="").delete()


def _is_to_be_cancelled(session: Session) -> bool:
    placement = getattr(session, "placement", None)
    return placement is not None and placement.is_cancelled
