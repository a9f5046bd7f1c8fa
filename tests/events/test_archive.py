"""The archive of editions."""

import pytest
from django.test import Client

from tests.events.pages import Asserter, full_edition, read
from tests.factories import events as make


@pytest.mark.usefixtures("real_editions")
def test_archive_lists_the_five_editions_with_figures_and_sources(client: Client) -> None:
    page = read(client, "/ediciones/")
    places = [page.index(f'id="edicion-{year}"') for year in (2026, 2025, 2024, 2023, 2022)]
    assert places == sorted(places)
    assert page.count("500+") >= 3
    assert "blog/hackathon-2022.md" in page
    assert "playlist?list=" in page


@pytest.mark.django_db
def test_archive_leaves_out_the_demo_and_what_is_in_preparation(client: Client) -> None:
    make.EditionFactory(slug="demo", is_current=True)
    make.EditionFactory(slug="2027", is_published=False)
    page = read(client, "/ediciones/")
    assert "edicion-demo" not in page
    assert "edicion-2027" not in page
    assert "no hay ninguna edición" in page


@pytest.mark.django_db
def test_archive_says_when_no_figure_is_known(client: Client) -> None:
    make.EditionFactory()
    assert "no constan cifras" in read(client, "/ediciones/")


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_archive_query_counts(client: Client, django_assert_num_queries: Asserter, rows: int) -> None:
    full_edition(rows, is_current=True)
    with django_assert_num_queries(4):
        read(client, "/ediciones/")
    with django_assert_num_queries(0):
        read(client, "/ediciones/")
