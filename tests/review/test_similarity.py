"""Proposals that say nearly the same, found by the index."""

from random import Random
from string import ascii_lowercase, digits

import pytest
from django.db import connection

from events.models import KeynoteProposal
from somosnlp.review.similarity import nearest_rows, similar_to
from somosnlp.review.states import Status
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory
from tests.factories.proposals import KeynoteProposalFactory

pytestmark = pytest.mark.django_db


def test_likest_come_first_at_most_five_and_none_below_the_threshold() -> None:
    edition = EditionFactory()
    this = KeynoteProposalFactory(edition=edition)
    twins = KeynoteProposalFactory.create_batch(6, edition=edition)
    far = KeynoteProposalFactory(
        edition=edition, title="Zzz", abstract="Bbb ccc ddd.", submitted_by__name="Wxk"
    )
    this.refresh_from_db()

    found = similar_to(KeynoteProposal.objects.all(), this)

    assert len(found) == 5
    assert all(each.likeness >= 0.3 for each in found)
    assert [each.likeness for each in found] == sorted((each.likeness for each in found), reverse=True)
    assert {each.obj.pk for each in found} <= {twin.pk for twin in twins}
    assert far.pk not in {each.obj.pk for each in found}


def test_index_gives_the_nearest_to_a_long_text() -> None:
    """Of 3,000 long proposals in the words of one language, without telling PostgreSQL how to look."""
    random, edition, author = Random(1), EditionFactory(), UserFactory()
    language = ["".join(random.choices(ascii_lowercase, k=random.randint(2, 9))) for _word in range(400)]

    def words(count: int) -> str:
        return " ".join(random.choices(language, k=count))

    KeynoteProposal.objects.bulk_create(
        KeynoteProposalFactory.build(
            edition=edition, submitted_by=author, title=words(6), abstract=words(60), name="N"
        )
        for _row in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_keynoteproposal")
    this = KeynoteProposal.objects.earliest("pk")

    plan = nearest_rows(KeynoteProposal.objects.exclude(status=Status.DRAFT), this).explain(analyze=True)

    assert "Index Scan using keynoteproposal_likeness" in plan
    assert "Seq Scan" not in plan


def test_words_that_are_all_different_fit_into_the_index() -> None:
    random = Random(1)
    noise = "".join(random.choices(ascii_lowercase + digits, k=4000))
    edition = EditionFactory()
    this, twin = (KeynoteProposalFactory(edition=edition, abstract=noise) for _ in range(2))
    this.refresh_from_db()
    [found] = similar_to(KeynoteProposal.objects.all(), this)
    assert (found.obj, found.percent) == (twin, 100)
