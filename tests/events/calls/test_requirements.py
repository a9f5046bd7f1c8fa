"""Page, form and check ask the same; only optional questions can be left out."""

from django.db.models import CharField, TextField

from events.calls.requirements import hidden_wrongly, missing_in, optional_of, requirements_of, sections_asked
from events.forms.proposals import KeynoteForm
from events.models import KeynoteProposal
from events.services.proposals import COLUMNS
from events.states import CallKind


def test_every_question_is_a_column_of_the_form_and_the_proposal() -> None:
    keys = {requirement.key for requirement in requirements_of(CallKind.KEYNOTE)}
    assert keys | {"time_zone"} == COLUMNS
    assert keys <= set(KeynoteForm.base_fields)


def test_no_limit_is_larger_than_its_column() -> None:
    for requirement in requirements_of(CallKind.KEYNOTE):
        column = KeynoteProposal._meta.get_field(requirement.key)
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
