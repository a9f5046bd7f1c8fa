"""Reviewing by keyboard: a proposal whole on one screen, scored, decided, and the next one."""

import re

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from events.models import KeynoteProposal
from events.states import CallKind
from somosnlp.accounts.models import User
from somosnlp.review.models import Review
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.proposals import KeynoteProposalFactory
from tests.factories.review import CriterionFactory, round_for

QUEUE = "/admin/events/keynoteproposal/"


@pytest.mark.django_db(transaction=True)
def test_reviewer_works_through_the_queue_by_keyboard(live_server: LiveServer, browser: Browser) -> None:
    User.objects.create_superuser(email="jefa@example.org", password="una-clave-larga")
    edition = EditionFactory()
    KeynoteProposalFactory.create_batch(3, edition=edition, submitted_by=UserFactory(name="Ana Autora"))
    CriterionFactory(round=round_for(edition, CallKind.KEYNOTE, uses_scores=True))
    page = browser.new_context(base_url=live_server.url, reduced_motion="reduce").new_page()
    page.goto(f"/admin/login/?next={QUEUE}siguiente/")
    page.fill("input[name=username], input[name=login]", "jefa@example.org")
    page.fill("input[name=password]", "una-clave-larga")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("revisar"))

    page.get_by_label("4", exact=True).check()
    with page.expect_navigation():
        page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url(re.compile("decidir"))
    page.keyboard.press("g")
    page.wait_for_url(re.compile("revisar"))
    with page.expect_navigation():
        page.keyboard.press("j")

    assert Review.objects.get().scores.get().value == 4
    assert KeynoteProposal.objects.filter(status=Status.REJECTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_organiser_opens_the_names_of_a_blind_round(live_server: LiveServer, browser: Browser) -> None:
    User.objects.create_superuser(email="jefa@example.org", password="una-clave-larga")
    proposal = KeynoteProposalFactory(submitted_by=UserFactory(name="Ana Autora"))
    round_for(proposal.edition, CallKind.KEYNOTE, is_blind=True)
    page = browser.new_context(base_url=live_server.url).new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"/admin/login/?next={QUEUE}")
    page.fill("input[name=username], input[name=login]", "jefa@example.org")
    page.fill("input[name=password]", "una-clave-larga")
    page.keyboard.press("Enter")

    expect(page.get_by_text("los nombres están escondidos.", exact=False).first).to_be_visible()
    expect(page.locator("#result_list")).not_to_contain_text("Ana Autora")
    page.get_by_role("button", name="Ver los nombres").click()
    expect(page.locator("#result_list")).to_contain_text("Ana Autora")
    assert errors == []
