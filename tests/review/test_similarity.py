"""Proposals that say nearly the same, found by the index."""

from random import Random
from string import ascii_lowercase

import pytest
from django.db import connection

from events.models import KeynoteProposal
from somosnlp.review.similarity import by_index, similar_rows, similar_to
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


def test_index_answers() -> None:
    """Of 3,000 proposals in words of their own, one is compared with those that share its trigrams."""
    random, edition, author = Random(1), EditionFactory(), UserFactory()

    def words(count: int) -> str:
        return " ".join("".join(random.choices(ascii_lowercase, k=8)) for _word in range(count))

    rows = [
        KeynoteProposalFactory.build(
            edition=edition, submitted_by=author, title=words(6), abstract=words(60), name="N"
        )
        for _row in range(3000)
    ]
    KeynoteProposal.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_keynoteproposal")
    this = KeynoteProposal.objects.earliest("pk")

    with by_index():
        plan = similar_rows(KeynoteProposal.objects.all(), this).explain()

    assert "keynoteproposal_search" in plan
    assert "Seq Scan" not in plan
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)
