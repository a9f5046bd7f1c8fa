"""The one mail of the question box: yours was answered."""

from django.utils import translation
from django.utils.translation import gettext as _

from events.models import Question
from events.questions.box import clock_text
from somosnlp.outbox.links import page_url
from somosnlp.outbox.services import queue

ANSWERED = "events/mail/question_answered"


def send_answered(asked: Question, answered: Question) -> None:
    """Tell who asked `asked` that it was answered, as part of `answered`; once, and only with an address."""
    person, attendance = asked.author, asked.attendance
    reader = person or attendance
    if reader is None or (person is not None and not person.is_active):
        return
    session = answered.session
    page = page_url("questions", session.edition.slug, session.slug, language=reader.language)
    with translation.override(reader.language):
        action = _("Ver la respuesta")
    queue(
        ANSWERED,
        to=reader.email,
        user_id=person.pk if person is not None else None,
        language=reader.language,
        time_zone=reader.time_zone or session.edition.time_zone,
        context={
            "session": session,
            "edition": session.edition,
            "question": asked.text,
            "answer": answered.answer,
            "clock": clock_text(answered.answered_at_second) if session.video else "",
            "action_url": f"{page}#pregunta-{answered.pk}",
            "action_text": action,
        },
        dedupe_key=f"question-answered:{asked.pk}",
    )
