"""What waits for a reviewer, in the weekly digest."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from somosnlp.accounts.models import User
from somosnlp.outbox.digest import Line, Section
from somosnlp.review.inbox import waiting_for

#: A proposal that waits longer is overdue.
PATIENCE = timedelta(days=7)


def review_section(user_id: int) -> Section | None:
    """Return what waits for this person to review, the overdue named, for PROVIDERS["digest_sections"]."""
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        return None
    lines = []
    for waiting in waiting_for(person):
        words = _("%(kind)s: %(count)d por revisar") % {"kind": waiting.kind, "count": waiting.count}
        if timezone.now() - waiting.oldest > PATIENCE:
            late = ngettext(
                "la más antigua espera %(days)d día",
                "la más antigua espera %(days)d días",
                waiting.oldest_days,
            )
            words = f"{words} ({late % {'days': waiting.oldest_days}})"
        lines.append(Line(words, waiting.url))
    return Section(_("Esperan revisión"), lines)
