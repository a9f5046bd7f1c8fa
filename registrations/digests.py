"""Who is stuck on the way, in the weekly digest of organisers."""

from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations.models import Registration
from registrations.states import Status
from somosnlp.outbox.digest import Line, Section

#: Begun this long ago and not sent: stuck.
STUCK_AFTER = timedelta(days=2)


def stuck_section(user_id: int) -> Section | None:
    """Return the half-way registrations of running editions, for PROVIDERS["digest_sections"]."""
    now = timezone.now()
    stuck = Registration.objects.filter(
        status=Status.DRAFT, created_at__lt=now - STUCK_AFTER, edition__ends_on__gte=now.date()
    )
    rows = stuck.order_by().values_list("edition", "edition__name").annotate(people=Count("pk"))
    lines = []
    for edition, name, people in rows:
        words = ngettext(
            "%(name)s: %(count)d inscripción a medias", "%(name)s: %(count)d inscripciones a medias", people
        )
        page = reverse("admin:registrations_registration_changelist")
        query = f"?status__exact={Status.DRAFT}&edition__id__exact={edition}"
        lines.append(Line(words % {"name": name, "count": people}, page + query))
    return Section(_("A medias"), lines)
