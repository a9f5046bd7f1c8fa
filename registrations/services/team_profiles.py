"""What somebody tells teams of themselves, and what anybody finds wrong in it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from registrations.emails import teams as emails
from registrations.models import Offer, Registration, Report, Team, TeamProfile
from registrations.refusals import Refusal, RefusedError
from registrations.states.teams import ReportStatus
from somosnlp.accounts.models import User


def save_team_profile(registration: Registration, values: dict[str, Any], *, by: User) -> TeamProfile:
    """Save what the person answered now; what `values` does not name stays."""
    with transaction.atomic():
        profile, _ = TeamProfile.objects.update_or_create(
            registration=registration,
            defaults=values,
            create_defaults={"edition_id": registration.edition_id} | values,
        )
    return profile


def report(
    *,
    text: str,
    by: User,
    team: Team | None = None,
    profile: TeamProfile | None = None,
    offer: Offer | None = None,
) -> Report:
    """Tell the organisers what is wrong with one of these; once while they look at it.

    Raises RefusedError.
    """
    try:
        with transaction.atomic():
            made = Report.objects.create(reporter=by, text=text, team=team, profile=profile, offer=offer)
            emails.send_report_received(made)
            return made
    except IntegrityError as error:
        if "report_once_while_open" not in str(error):
            raise
        raise RefusedError(Refusal.ALREADY_REPORTED) from error


def close_reports(reports: "QuerySet[Report]", *, status: ReportStatus, by: User) -> int:
    """Close those of `reports` that are open, as resolved or dismissed; returns how many that were."""
    ended = {"status": status, "closed_by": by, "closed_at": timezone.now()}
    return reports.filter(status=ReportStatus.OPEN).update(**ended)
