"""The question box on the page of its session."""

from typing import Any

from django import template
from django.utils import timezone

from events.models import Session
from events.questions.box import answered_of, box_is_open, suggested_clock

register = template.Library()
register.filter("suggested_clock", suggested_clock)


@register.inclusion_tag("events/questions/session_box.html")
def session_questions(session: Session) -> dict[str, Any]:
    """Show where to ask, and under the recording what was answered; nothing where there is no box."""
    if not session.has_questions:
        return {"session": session}
    return {
        "session": session,
        "edition": session.edition,
        "is_open": box_is_open(session, timezone.now()),
        "answered": answered_of(session).answered,
        "has_box": True,
    }
