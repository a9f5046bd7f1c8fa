"""The programme of an edition as conference apps read it: frab's schedule, as XML and as JSON.

https://c3voc.de/wiki/schedule describes both. Apps know a session, a person and a room by a `guid` that never
changes. They want an hour: a session of which only the day is known is not in here, nor is one that was
cancelled. The `version` is the number of the last release.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

from django.conf import settings
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.calendars.ical import plain
from events.calendars.links import session_address
from events.calendars.sessions import USUAL_LENGTH, dated_sessions, session_uid
from events.models import Edition, KeynoteProposal, Mentorship, Person, Release, Session
from somosnlp.outbox.links import page_url
from somosnlp.ui.zones import zone_info

GENERATOR = "SomosNLP"
#: The longest that `hh:mm` can say.
LONGEST_TALK = 99 * 60 + 59


@dataclass(frozen=True)
class Talk:
    """A session with its hour: `start` and `end` in the edition's zone."""

    session: Session
    start: datetime
    end: datetime
    room: str
    no_recording: bool

    @property
    def guid(self) -> UUID:
        return guid_of(session_uid(self.session))

    @property
    def duration(self) -> str:
        minutes = min(self.session.minutes or USUAL_LENGTH, LONGEST_TALK)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"

    @property
    def track(self) -> str:
        return self.session.topic.label if self.session.topic else ""

    @property
    def description(self) -> str:
        return plain("\n".join(f"• {each}" for each in self.session.takeaways))


@dataclass(frozen=True)
class ScheduleDay:
    """One day of the edition's zone, from midnight; it lasts until its last talk is over."""

    day: date
    start: datetime
    end: datetime
    rooms: dict[str, list[Talk]]


@dataclass(frozen=True)
class Schedule:
    """Everything that both formats say."""

    edition: Edition
    version: str
    days: list[ScheduleDay]
    tracks: list[str]

    @property
    def acronym(self) -> str:
        return f"somosnlp{self.edition.slug}"

    @property
    def rooms(self) -> list[str]:
        return sorted({name for day in self.days for name in day.rooms})

    @property
    def first_day(self) -> date:
        return min(self.edition.starts_on, self.days[0].day)

    @property
    def last_day(self) -> date:
        return max(self.edition.ends_on, self.days[-1].day)

    def address(self, name: str) -> str:
        """Return the whole address of a page of the edition in the active language."""
        return page_url(name, self.edition.slug, language=get_language() or settings.LANGUAGE_CODE)

    def slug_of(self, talk: Talk) -> str:
        """Return a name fit for files: never shorter than the schema wants, and ending in a figure."""
        return f"{self.acronym}-{talk.session.slug.lower()}-{talk.session.pk:04d}"


def build_schedule(edition: Edition) -> Schedule:
    """Gather the published sessions of `edition` by day and room."""
    sessions = [each for each in dated_sessions(edition) if not each.is_cancelled]
    talks = sorted(_talks(edition, sessions), key=lambda talk: (talk.start, talk.session.pk))
    by_day = groupby(talks, key=lambda talk: talk.start.date())
    days = [_day(day, list(group), edition.time_zone) for day, group in by_day]
    return Schedule(
        edition=edition,
        version=str(Release.objects.filter(edition=edition).aggregate(last=Max("number"))["last"] or 0),
        days=days or [_day(edition.starts_on, [], edition.time_zone)],
        tracks=sorted({talk.track for talk in talks if talk.track}),
    )


def guid_of(name: str) -> UUID:
    """Return the identifier that belongs to `name` for ever, here and on every copy of this site."""
    return uuid5(NAMESPACE_DNS, name)


def person_guid(person: Person) -> UUID:
    """Return the identifier of somebody who speaks; no address of theirs is in it."""
    return guid_of(f"persona-{person.pk}@somosnlp")


def links_of(talk: Talk) -> list[tuple[str, str, str]]:
    """Return what belongs to `talk` elsewhere, as (kind, address, name)."""
    session = talk.session
    links = [
        ("media", session.video_url, _("Grabación")),
        ("related", session.notebook, _("Cuaderno")),
    ]
    return [(kind, url, name) for kind, url, name in links if url.startswith(("http://", "https://"))]


def schedule_json(schedule: Schedule) -> dict[str, Any]:
    """Return `schedule` as the object that schedule.json holds."""
    edition = schedule.edition
    conference = {
        "acronym": schedule.acronym,
        "title": plain(edition.name),
        "start": schedule.first_day.isoformat(),
        "end": schedule.last_day.isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": "00:10",
        "time_zone_name": edition.time_zone,
        "url": schedule.address("programme"),
        "tracks": [{"name": name, "slug": slugify(name) or "tema"} for name in schedule.tracks],
        "rooms": [{"name": name, "guid": str(guid_of(f"sala-{name}@somosnlp"))} for name in schedule.rooms],
        "days": [_day_json(schedule, index, day) for index, day in enumerate(schedule.days, 1)],
    }
    return {
        "generator": {"name": GENERATOR, "version": schedule.version, "url": settings.SITE_URL},
        "schedule": {
            "version": schedule.version,
            "base_url": settings.SITE_URL,
            "conference": conference,
        },
    }


def _day_json(schedule: Schedule, index: int, day: ScheduleDay) -> dict[str, Any]:
    rooms = {name: [_talk_json(schedule, talk) for talk in talks] for name, talks in day.rooms.items()}
    return {
        "index": index,
        "date": day.day.isoformat(),
        "day_start": day.start.isoformat(),
        "day_end": day.end.isoformat(),
        "rooms": rooms,
    }


def _talk_json(schedule: Schedule, talk: Talk) -> dict[str, Any]:
    session = talk.session
    slides = [{"type": "slides", "url": session.slides_url}] if session.slides_url else []
    return {
        "guid": str(talk.guid),
        "id": session.pk,
        "date": talk.start.isoformat(),
        "start": f"{talk.start:%H:%M}",
        "end": talk.end.isoformat(),
        "duration": talk.duration,
        "room": talk.room,
        "slug": schedule.slug_of(talk),
        "url": session_address(session),
        "title": plain(session.title),
        "subtitle": plain(session.subtitle),
        "track": talk.track,
        "type": session.kind,
        "language": session.language,
        "abstract": plain(session.abstract),
        "description": talk.description,
        "recording_license": "",
        "do_not_record": talk.no_recording,
        "persons": [
            {"id": seat.person.pk, "guid": str(person_guid(seat.person)), "name": plain(seat.person.name)}
            for seat in session.cast.all()
        ],
        "links": [{"type": kind, "url": url, "title": name} for kind, url, name in links_of(talk)],
        "attachments": slides,
    }


def _talks(edition: Edition, sessions: list[Session]) -> Iterable[Talk]:
    unrecorded = _unrecorded(edition)
    zone = zone_info(edition.time_zone)
    for session in sessions:
        if session.starts_at is not None:
            end = session.starts_at + timedelta(minutes=session.minutes or USUAL_LENGTH)
            yield Talk(
                session=session,
                start=session.starts_at.astimezone(zone),
                end=end.astimezone(zone),
                room=plain(session.venue) or _("En línea"),
                no_recording=session.pk in unrecorded,
            )


def _day(day: date, talks: list[Talk], zone: str) -> ScheduleDay:
    start, midnight = (datetime.combine(each, time(), zone_info(zone)) for each in (day, day + timedelta(1)))
    rooms: dict[str, list[Talk]] = {}
    for talk in talks:
        rooms.setdefault(talk.room, []).append(talk)
    return ScheduleDay(day, start, max([midnight, *(talk.end for talk in talks)]), rooms)


def _unrecorded(edition: Edition) -> set[int | None]:
    """Return the sessions whose speaker said no to a recording."""
    answers = [
        model._default_manager.filter(edition=edition, session__isnull=False, may_record=False)
        for model in (KeynoteProposal, Mentorship)
    ]
    return {pk for rows in answers for pk in rows.values_list("session", flat=True)}
