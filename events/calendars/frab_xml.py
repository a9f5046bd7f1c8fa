"""frab's schedule.xml, in the order of elements that https://c3voc.de/schedule/schema.xsd asks for."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.conf import settings
from django.utils.text import slugify

from events.calendars.frab import GENERATOR, Schedule, Talk, guid_of, links_of, person_guid
from events.calendars.ical import plain
from events.calendars.links import session_address


def schedule_xml(schedule: Schedule) -> bytes:
    """Return `schedule` as the bytes of schedule.xml."""
    root = Element("schedule")
    SubElement(root, "generator", name=GENERATOR, system=settings.SITE_URL, version=schedule.version)
    _add(root, "url", schedule.address("schedule-xml"))
    _add(root, "version", schedule.version)
    _conference(root, schedule)
    for index, day in enumerate(schedule.days, 1):
        where = SubElement(
            root,
            "day",
            index=str(index),
            date=day.day.isoformat(),
            start=day.start.isoformat(),
            end=day.end.isoformat(),
        )
        for name, talks in day.rooms.items():
            room = SubElement(where, "room", name=name, guid=str(guid_of(f"sala-{name}@somosnlp")))
            for talk in talks:
                _event(room, schedule, talk)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _conference(root: Element, schedule: Schedule) -> None:
    conference = SubElement(root, "conference")
    for name, value in (
        ("acronym", schedule.acronym),
        ("title", schedule.edition.name),
        ("start", schedule.first_day.isoformat()),
        ("end", schedule.last_day.isoformat()),
        ("days", str(len(schedule.days))),
        ("timeslot_duration", "00:10"),
        ("base_url", settings.SITE_URL),
        ("url", schedule.address("programme")),
        ("time_zone_name", schedule.edition.time_zone),
    ):
        _add(conference, name, value)
    for name in schedule.tracks:
        SubElement(conference, "track", name=name, slug=f"tema-{slugify(name)}")


def _event(room: Element, schedule: Schedule, talk: Talk) -> None:
    session = talk.session
    event = SubElement(room, "event", id=str(session.pk), guid=str(talk.guid))
    for name, value in (
        ("room", talk.room),
        ("title", session.title),
        ("subtitle", session.subtitle),
        ("type", session.kind),
        ("date", talk.start.isoformat()),
        ("start", f"{talk.start:%H:%M}"),
        ("duration", talk.duration),
        ("abstract", session.abstract),
        ("slug", schedule.slug_of(talk)),
        ("track", talk.track),
        ("language", session.language),
        ("description", talk.description),
    ):
        _add(event, name, value)
    persons = SubElement(event, "persons")
    for seat in session.cast.all():
        person = _add(persons, "person", seat.person.name)
        person.attrib |= {"id": str(seat.person.pk), "guid": str(person_guid(seat.person))}
    _recording(event, talk)
    links = SubElement(event, "links")
    for kind, url, name in links_of(talk):
        _add(links, "link", name).attrib |= {"href": url, "type": kind}
    attachments = SubElement(event, "attachments")
    if session.slides_url:
        _add(attachments, "attachment", "slides").attrib |= {"href": session.slides_url, "type": "slides"}
    if session.video_url:
        _add(event, "video_download_url", session.video_url)
    _add(event, "url", session_address(session))


def _recording(event: Element, talk: Talk) -> None:
    recording = SubElement(event, "recording")
    _add(recording, "license", "")
    _add(recording, "optout", "true" if talk.no_recording else "false")
    if talk.session.video_url:
        _add(recording, "link", talk.session.video_url)


def _add(parent: Element, name: str, text: str) -> Element:
    """Add an element with a text that XML can hold."""
    element = SubElement(parent, name)
    element.text = plain(text)
    return element
