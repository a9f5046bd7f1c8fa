"""Addresses that subscribe a program, Google Calendar or Outlook.com to a feed."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils.html import escape

from events.calendars.links import subscription
from events.services.calendars import feed_token, open_feed
from tests.events.pages import read
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, SessionFactory

NAME = 'Programa · #Somos600M & "amigos" <3 + 100 %'


@pytest.fixture(autouse=True)
def _https(settings: Any) -> None:
    settings.SITE_URL = "https://hackathon.example.org"


def asked(url: str) -> dict[str, list[str]]:
    assert url.isascii()
    assert not set(url) & set(' <>"#')
    return parse_qs(urlsplit(url).query, strict_parsing=True)


def test_each_program_is_given_the_feed_in_the_way_it_takes_it() -> None:
    found = subscription("/en/2026/programa.ics", NAME)
    address = "hackathon.example.org/en/2026/programa.ics"
    assert found.address == f"https://{address}"
    assert found.webcal == f"webcal://{address}"
    assert found.google.startswith("https://calendar.google.com/calendar/r?")
    assert asked(found.google) == {"cid": [f"webcal://{address}"]}
    assert found.outlook.startswith("https://outlook.live.com/calendar/0/addfromweb?")
    assert asked(found.outlook) == {"url": [f"https://{address}"], "name": [NAME]}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/en", "/pt-br"])
def test_programme_offers_them_in_its_language(client: Client, language: str) -> None:
    edition = EditionFactory(slug="2026", name='Hackathon "Somos" & más')
    SessionFactory(edition=edition)
    page = read(client, f"{language}/2026/programa/")
    address = f"%3A%2F%2Fhackathon.example.org{language.replace('/', '%2F')}%2F2026%2Fprograma.ics"
    links = [
        f'href="webcal://hackathon.example.org{language}/2026/programa.ics"',
        f'r?cid=webcal{address}"',
        f"addfromweb?url=https{address}&amp;name=",
        f'href="{language}/2026/programa.ics"',
    ]
    assert [link for link in links if link not in page] == []
    assert client.get(f"{language}/2026/programa.ics").status_code == 200


@pytest.mark.django_db
def test_personal_calendar_offers_the_same(client: Client) -> None:
    user = UserFactory()
    path = f"/calendario/{feed_token(open_feed(by=user))}.ics"
    client.force_login(user)
    page = read(client, "/cuenta/calendario/")
    found = subscription(path, "Mi hackathon · SomosNLP")
    for link in (found.address, found.webcal, found.google, found.outlook):
        assert f'"{escape(link)}"' in page
    assert "Google Calendar, entre una y tres veces al día" in page
