"""Page, form and check ask the same; only optional questions can be left out."""

import pytest
from django.db.models import CharField, Model, TextField
from django.forms import Form

from events.calls.requirements import (
    columns_of,
    hidden_wrongly,
    missing_in,
    optional_of,
    requirements_of,
    sections_asked,
)
from events.forms.mentorships import MentorshipForm
from events.forms.posters import PosterForm
from events.forms.proposals import KeynoteForm
from events.models import KeynoteProposal, Mentorship, Poster
from events.states import CallKind

KINDS = [
    (CallKind.KEYNOTE, KeynoteProposal, KeynoteForm),
    (CallKind.MENTORSHIP, Mentorship, MentorshipForm),
    (CallKind.POSTER, Poster, PosterForm),
]


@pytest.mark.parametrize(("kind", "model", "form"), KINDS)
def test_every_question_is_a_column_of_the_form_and_the_table(
    kind: CallKind, model: type[Model], form: type[Form]
) -> None:
    columns = columns_of(kind)
    assert columns <= {field.name for field in model._meta.fields}
    assert columns <= set(form.base_fields)


@pytest.mark.parametrize(("kind", "model", "form"), KINDS)
def test_no_limit_is_larger_than_its_column(kind: CallKind, model: type[Model], form: type[Form]) -> None:
    for requirement in requirements_of(kind):
        column = model._meta.get_field(requirement.key)
        if requirement.most and isinstance(column, CharField | TextField) and column.max_length:
            assert requirement.most <= column.max_length, requirement.key


def test_required_questions_cannot_be_hidden() -> None:
    assert hidden_wrongly(CallKind.KEYNOTE, ["title", "photo", "nothing"]) == ["nothing", "title"]
    shown = sections_asked(CallKind.KEYNOTE, [r.key for r in requirements_of(CallKind.KEYNOTE)])
    assert all(r.required for section in shown for r in section.requirements)


def test_sponsor_is_hidden_with_the_question_it_goes_with() -> None:
    assert "sponsor" not in {each.key for each in optional_of(CallKind.KEYNOTE)}
    shown = {r.key for s in sections_asked(CallKind.KEYNOTE, ["is_promotional"]) for r in s.requirements}
    assert shown.isdisjoint({"is_promotional", "sponsor"})


def test_check_names_what_is_missing() -> None:
    assert missing_in(CallKind.KEYNOTE, {"title": "A", "takeaways": ["1", "2"]}) == [
        *("format", "abstract", "takeaways", "level", "language", "name", "bio")
    ]
