"""The old site's addresses still lead somewhere."""

import pytest
from django.test import Client

from tests.factories import events as make


def moved(client: Client, path: str) -> str:
    """Where `path` has moved for good."""
    response = client.get(path)
    assert response.status_code == 301, path
    return response["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/hackathon", "/2026/"),
        ("/hackathon/", "/2026/"),
        ("/hackathon/bases", "/2026/bases/"),
        ("/hackathon/premios/", "/2026/premios/"),
        ("/hackathon/universidades", "/2026/universidades/"),
        ("/hackathon/patrocinios", "/2026/patrocinios/"),
        ("/hackathon/registro", "/2026/inscripcion/"),
        ("/hackathon/ponencias", "/2026/ponencias/proponer/"),
        ("/hackathon/proyectos", "/2026/proyectos/"),
        ("/hackathon/cartel", "/2026/cartel/"),
        ("/hackathon/ediciones-anteriores", "/ediciones/"),
        ("/hackathon/retos/include", "/2026/"),
        ("/hackathon/niño%20%F0%9F%8E%89", "/2026/"),
        ("/hackathon/%00", "/2026/"),
        ("/hackathon-2024", "/2024/"),
        ("/hackathon-2024/bases", "/2024/bases/"),
        ("/hackathon-2024/taller", "/2024/programa/taller/"),
        ("/hackathon-2024/otro", "/2024/"),
        ("/donatucorpus", "/corpus/"),
        ("/donatucorpus/", "/corpus/"),
    ],
)
def test_old_address_moves_for_good(client: Client, old: str, new: str) -> None:
    make.EditionFactory(slug="2026", is_current=True)
    make.SessionFactory(edition__slug="2024", slug="taller")
    assert moved(client, old) == new


@pytest.mark.django_db
def test_old_address_without_current_edition_leads_to_the_archive(client: Client) -> None:
    assert moved(client, "/hackathon/bases") == "/ediciones/"


@pytest.mark.django_db
def test_old_address_of_an_unknown_edition_is_not_found(client: Client) -> None:
    assert client.get("/hackathon-2019/bases").status_code == 404


@pytest.mark.django_db
def test_old_address_may_move_again_next_year(client: Client) -> None:
    make.EditionFactory(is_current=True)
    assert client.get("/hackathon/bases")["Cache-Control"] == "max-age=3600"


@pytest.mark.django_db
def test_old_address_refuses_posts(client: Client) -> None:
    assert client.post("/hackathon/bases").status_code == 405
