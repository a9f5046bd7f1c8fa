"""What waits for a reviewer, in the weekly digest."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from somosnlp.accounts.models import User
from somosnlp.outbox.digest import Line, Section
from somosnlp.review.inbox import Waiting, waiting_for

#: A proposal that waits longer is overdue.
PATIENCE = timedelta(days=7)


def review_section(user_id: int) -> Section | None:
    """Return what waits for this person to review, the overdue named, for PROVIDERS["digest_sections"]."""
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        return None
    return Section(_("Esperan revisión"), [_line(waiting) for waiting in waiting_for(person)])


def _line(waiting: Waiting) -> Line:
    words = _("%(kind)s: %(count)d por revisar") % {"kind": waiting.kind, "count": waiting.count}
    facts = ", ".join(_facts(waiting))
    return Line(f"{words} ({facts})" if facts else words, waiting.url)


def _facts(waiting: Waiting) -> Iterator[str]:
    if timezone.now() - waiting.oldest > PATIENCE:
        days = waiting.oldest_days
        oldest = ngettext("la más antigua espera %(days)d día", "la más antigua espera %(days)d días", days)
        yield oldest % {"days": days}
    if waiting.late:
        late = ngettext(
            "%(count)d ya debía tener respuesta", "%(count)d ya debían tener respuesta", waiting.late
        )
        yield late % {"count": waiting.late}
