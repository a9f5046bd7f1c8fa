"""Projects and papers in the admin."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from projects.models import Paper
from tests.factories.accounts import UserFactory
from tests.factories.projects import PaperFactory, ProjectFactory, ProjectLinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client: Client) -> Client:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_project_form_shows_its_links(organiser: Client) -> None:
    link = ProjectLinkFactory()
    text = organiser.get(reverse("admin:projects_project_change", args=[link.project.pk])).content.decode()
    assert link.url in text


@pytest.mark.parametrize("of_project", [False, True])
def test_paper_saved_drops_the_pages_that_may_show_it(
    organiser: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, of_project: bool
) -> None:
    project = ProjectFactory()
    paper = PaperFactory(project=project if of_project else None)
    data = {"year": "2025", "title": paper.title, "project": str(project.pk) if of_project else ""}
    with django_capture_on_commit_callbacks(execute=True):
        response = organiser.post(reverse("admin:projects_paper_change", args=[paper.pk]), data)

    assert response.status_code == 302, response.context["errors"]
    assert Paper.objects.get().year == 2025
    assert cache.get(f"page-version:{project.edition.slug}")


def test_project_list_counts_people(organiser: Client) -> None:
    ProjectFactory(team=["A", "B", "C"])
    text = organiser.get(reverse("admin:projects_project_changelist")).content.decode()
    assert '<td class="field-team_size">3</td>' in text
