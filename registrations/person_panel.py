"""A person's registrations on their page: how each stands, the step she is stuck at and since when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from events.facts import edition_flagged_current
from events.models import Edition
from events.my_hackathon import path_of
from events.steps import Step
from registrations.extensions import extension_of
from registrations.models import Registration, RegistrationExtension
from registrations.states import Status
from registrations.steps import RELATED
from somosnlp.accounts.models import User
from somosnlp.accounts.person_page.panels import Panel


@dataclass(frozen=True)
class Taking:
    """How a person takes part in one edition; `stuck` is the first step that is theirs to do."""

    edition: Edition
    registration: Registration | None
    since: datetime | None = None
    steps: list[Step] = field(default_factory=list)
    extension: RegistrationExtension | None = None

    @property
    def stuck(self) -> Step | None:
        if self.registration and self.registration.status == Status.CANCELLED:
            return None
        return next((step for step in self.steps if step.state == "next"), None)


def registration_panel(person: User, request: HttpRequest) -> Panel | None:
    """Return how `person` takes part, edition by edition; the path only of the edition that runs now."""
    if not request.user.has_perm("registrations.view_registration"):
        return None
    takings = _takings(person)
    return Panel(
        key="inscripciones",
        title=_("Inscripciones"),
        template="admin/person/registrations.html",
        order=20,
        alerts=tuple(_alerts(takings)),
        context={
            "takings": takings,
            "may_change": person.is_active and request.user.has_perm("registrations.change_registration"),
            "may_extend": person.is_active
            and request.user.has_perm("registrations.add_registrationextension"),
        },
    )


def _takings(person: User) -> list[Taking]:
    """One for each registration, the newest first, and one for the current edition in any case."""
    rows = Registration.objects.select_related("edition", *RELATED).order_by("-edition__starts_on")
    known = Prefetch("registrations", rows, to_attr="known_registrations")
    prefetch_related_objects([person], known, "extensions")
    by_edition: dict[int, Registration] = {
        row.edition_id: row
        for row in person.known_registrations  # type: ignore[attr-defined]  # prefetched
    }
    running = edition_flagged_current()
    editions = [running if row.edition == running else row.edition for row in by_edition.values()]
    if running is not None and running not in editions:
        editions = [running, *editions]
    return [
        Taking(
            edition=edition,
            registration=by_edition.get(edition.pk),
            since=_since(by_edition.get(edition.pk)),
            # What they sent stands in its own panel, unless it is reviewed blind.
            steps=[step for step in path_of(person, edition) if not step.sent] if edition is running else [],
            extension=extension_of(person, edition),
        )
        for edition in editions
    ]


def _since(registration: Registration | None) -> datetime | None:
    """Return when the registration came to be what it is."""
    if registration is None:
        return None
    return {
        Status.DRAFT: registration.created_at,
        Status.UNCONFIRMED: registration.submitted_at,
        Status.REGISTERED: registration.registered_at,
        Status.CANCELLED: registration.cancelled_at,
    }[Status(registration.status)]


def _alerts(takings: list[Taking]) -> Iterable[str]:
    """Say where the person is stuck in the edition that runs."""
    for taking in takings:
        words = {"edition": taking.edition.name, "step": taking.stuck.title if taking.stuck else ""}
        status = taking.registration.status if taking.registration else ""
        if taking.extension and taking.extension.until > timezone.now() and status != Status.REGISTERED:
            yield _("Tiene prórroga para inscribirse en %(edition)s.") % words
        if status == Status.UNCONFIRMED:
            yield _("Envió su inscripción en %(edition)s y falta que confirme su correo.") % words
        elif status == Status.CANCELLED and taking.steps:
            yield _("Canceló su inscripción en %(edition)s.") % words
        elif taking.stuck and taking.registration:
            yield _("En %(edition)s está en el paso «%(step)s».") % words
        elif taking.steps and not taking.registration:
            yield _("No se ha inscrito en %(edition)s.") % words
