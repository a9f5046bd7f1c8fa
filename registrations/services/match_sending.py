"""What happens to a run that was calculated: proposals leave, are reminded of once, and come to an end."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from registrations.emails import matching as emails
from registrations.models import MatchGroup, MatchRun, Membership, Offer, Registration
from registrations.querysets.teams import OfferQuerySet
from registrations.services.match_problem import open_teams_of, seekers_of
from registrations.services.matching import ANSWER_HOURS, StaleRunError, wake_up
from registrations.services.offers import make_token
from registrations.services.team_locks import lock_open_offers, lock_registrations
from registrations.states import Status
from registrations.states.teams import OfferKind, OfferStatus, RunStatus
from registrations.teams.match_words import reasons_of
from somosnlp.accounts.models import User
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.row_links import new_nonce

TEND = "registrations.tasks.tend_matching"
#: Mails written in one transaction.
BATCH = 25
#: The reminder comes when a third of the time is left: a day before the end of three.
REMINDER_SHARE = 3


def send_proposals(run: MatchRun, *, by: User) -> int:
    """Propose the groups to their people; returns how many people that were. The mails are written next.

    Who found a team, left or has another proposal since the calculation is left out; a new group needs two.
    Raises StaleRunError where the run was sent or cancelled before.
    """
    with transaction.atomic():
        now = timezone.now()
        until = now + timedelta(hours=run.conditions.get("answer_hours", ANSWER_HOURS))
        done = MatchRun.objects.filter(pk=run.pk, status=RunStatus.DONE)
        if not done.update(status=RunStatus.SENT, sent_at=now, answer_by=until):
            raise StaleRunError
        run.refresh_from_db()
        groups = _groups_still_there(run)
        offers = [
            Offer(
                edition_id=run.edition_id,
                kind=OfferKind.MATCH,
                group=group,
                registration_id=person,
                nonce=new_nonce(),
                created_by=by,
                expires_at=until,
            )
            for group, people in groups
            for person in people
        ]
        Offer.objects.bulk_create(offers)
        transaction.on_commit(lambda: wake_up(TEND), robust=True)
    return len(offers)


def tend_runs() -> None:
    """Do what is due for the runs that were sent, for the clock: mails, reminders, the end."""
    for run in MatchRun.objects.filter(status=RunStatus.SENT).select_related("edition"):
        mail_proposals(run)
        remind(run)
        finish_run(run)


def mail_proposals(run: MatchRun) -> int:
    """Write the mails of a run that are not written; returns how many. A second call writes none."""
    held = bool(run.conditions.get("held", False))
    reasons = {group.pk: reasons_of(group) for group in run.groups.select_related("team")}
    people: dict[int | None, list[Registration]] = defaultdict(list)
    for offer in _offers(run):
        if offer.registration is not None:
            people[offer.group_id].append(offer.registration)
    waiting = _unwritten(_offers(run).open(timezone.now()), emails.MATCH_KEY)
    for at in range(0, len(waiting), BATCH):
        with transaction.atomic():
            for offer in waiting[at : at + BATCH]:
                group = people[offer.group_id]
                why = reasons[offer.group_id or 0]
                emails.send_match(offer, token=make_token(offer), group=group, reasons=why, held=held)
    return len(waiting)


def remind(run: MatchRun) -> int:
    """Write once to who has not answered when little time is left; returns to how many."""
    now = timezone.now()
    if run.sent_at is None or run.answer_by is None:
        return 0
    if now < run.answer_by - (run.answer_by - run.sent_at) / REMINDER_SHARE:
        return 0
    silent = _unwritten(_offers(run).open(now), emails.REMINDER_KEY)
    for at in range(0, len(silent), BATCH):
        with transaction.atomic():
            for offer in silent[at : at + BATCH]:
                emails.send_match_reminder(offer, token=make_token(offer))
    return len(silent)


def finish_run(run: MatchRun) -> bool:
    """End a run that everybody answered, or whose time is over; returns whether it ended now.

    Who accepted alone is told. They and the silent stay opted in: the next run counts with them.
    """
    now = timezone.now()
    offers = Offer.objects.filter(_of_run(run))
    if offers.open(now).exists():
        return False
    with transaction.atomic():
        people = offers.values_list("registration_id", flat=True)
        lock_registrations(pk for pk in people if pk)
        late = [offer.pk for offer in lock_open_offers(_of_run(run))]
        Offer.objects.filter(pk__in=late).update(status=OfferStatus.EXPIRED)
        alone = list(_alone(run))
        report = run.report | {"answers": _answers(run, len(alone))}
        rows = MatchRun.objects.filter(pk=run.pk, status=RunStatus.SENT)
        if not rows.update(status=RunStatus.FINISHED, report=report):
            return False
        for offer in alone:
            emails.send_match_failed(offer)
    return True


def _groups_still_there(run: MatchRun) -> list[tuple[MatchGroup, list[int]]]:
    """Return the groups that can still be proposed, each with whom of its people."""
    available = set(seekers_of(run.edition).values_list("registration_id", flat=True))
    open_teams = set(open_teams_of(run.edition).values_list("pk", flat=True))
    found = []
    for group in run.groups.all():
        people = [pk for pk in group.reasons["people"] if pk in available]
        fits = group.team_id in open_teams if group.team_id else len(people) > 1
        if fits and people:
            found.append((group, people))
    return found


def _of_run(run: MatchRun) -> Q:
    return Q(group__run=run, kind=OfferKind.MATCH)


def _offers(run: MatchRun) -> OfferQuerySet:
    rows = Offer.objects.filter(_of_run(run)).order_by("pk")
    return rows.select_related("registration__user", "registration__team_profile", "group__team", "edition")


def _unwritten(offers: Iterable[Offer], key: str) -> list[Offer]:
    """Return the offers of which the outbox has no mail of that key."""
    offers = list(offers)
    keys = [f"{key}{offer.pk}" for offer in offers]
    written = OutgoingEmail.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True)
    known = set(written)
    return [offer for offer in offers if f"{key}{offer.pk}" not in known]


def _alone(run: MatchRun) -> OfferQuerySet:
    """Return the yeses of people whose team did not form, and who have no other."""
    accepted = _offers(run).filter(status=OfferStatus.ACCEPTED, registration__membership=None)
    return accepted.filter(registration__status=Status.REGISTERED, registration__user__is_active=True)


def _answers(run: MatchRun, alone: int) -> dict[str, int]:
    """Return what became of the proposals, for the page of the run."""
    counts = Counter(Offer.objects.filter(_of_run(run)).values_list("status", flat=True))
    placed = Membership.objects.filter(
        registration__offers__in=Offer.objects.filter(_of_run(run), status=OfferStatus.ACCEPTED)
    )
    return {
        "asked": counts.total(),
        "accepted": counts[OfferStatus.ACCEPTED],
        "declined": counts[OfferStatus.DECLINED],
        "silent": counts[OfferStatus.EXPIRED],
        "in_a_team": placed.count(),
        "alone": alone,
    }
