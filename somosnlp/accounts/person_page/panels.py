"""The panels of a person's page: their shape, who may add them, and those of this app."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_countries import countries

from somosnlp.accounts.audit import changes_of
from somosnlp.accounts.models import User
from somosnlp.accounts.permissions import may_correct_address
from somosnlp.accounts.person_page.facts import Facts
from somosnlp.outbox.hidden import visible_mails
from somosnlp.outbox.models import OutgoingEmail
from somosnlp.outbox.states import Status
from somosnlp.providers import providers
from somosnlp.ui.times import instant_text

MAILS_PER_PAGE = 10
MOST_CHANGES = 15
MAIL_PAGE = "correos"


@dataclass(frozen=True)
class Panel:
    """One box of the page: its template gets `context` as `panel`, and `person`; small `order` first.

    `key` is its place in the address (`#correos`). `alerts` are the sentences that answer «¿qué pasa?»; they
    stand at the top of the page.
    """

    key: str
    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 50
    alerts: tuple[str, ...] = ()


class PersonPanel(Protocol):
    """What `PROVIDERS["person_panels"]` lists; None where the reader may not see it, or it says nothing."""

    def __call__(self, person: User, request: HttpRequest) -> Panel | None: ...


def panels_of(facts: Facts, request: HttpRequest) -> list[Panel]:
    """Return every panel of a person, in their order."""
    providing: Iterable[PersonPanel] = providers("person_panels")
    own = (who(facts, request), mails(facts, request), notes(facts, request), consents(facts, request))
    found = [*own, changes(facts, request), *(provide(facts.user, request) for provide in providing)]
    return sorted((panel for panel in found if panel), key=lambda panel: panel.order)


def who(facts: Facts, request: HttpRequest) -> Panel:
    """Who this is, where they are and what time it is there."""
    user = facts.user
    return Panel(
        key="quien",
        title=_("Quién es"),
        template="admin/person/who.html",
        order=10,
        alerts=tuple(_alerts(facts)),
        context={
            "facts": facts,
            "country": countries.name(user.country) if user.country else "",
            "local_time": instant_text(timezone.now(), user.time_zone) if user.time_zone else "",
            "may_correct": facts.is_open and may_correct_address(request.user, user),
            "may_send_link": facts.is_open and request.user.has_perm("accounts.change_user"),
        },
    )


def _alerts(facts: Facts) -> Iterable[str]:
    if facts.user.anonymised_at:
        yield _("Sus datos se borraron: solo queda lo que hace falta para los recuentos.")
    elif not facts.user.is_active:
        yield _("Su cuenta está cerrada: no entra y no se le escribe.")
    if facts.drafts and not facts.is_proven:
        yield _("Escribió su correo y nunca tecleó el código: lo que envió espera hasta siete días.")
    elif not facts.is_proven and facts.user.is_active:
        yield _("Nunca confirmó su dirección: puede que esté mal escrita.")
    for row in facts.pending:
        yield _("Falta que confirme %(address)s: hasta entonces sigue con la de antes.") % {
            "address": row["email"]
        }


def mails(facts: Facts, request: HttpRequest) -> Panel | None:
    """Every mail with its fate, newest first, a page at a time; one statement, however many there are."""
    if not request.user.has_perm("outbox.view_outgoingemail"):
        return None
    typed = request.GET.get(MAIL_PAGE, "")
    number = max(int(typed), 1) if typed.isdecimal() and len(typed) < 6 else 1
    start = (number - 1) * MAILS_PER_PAGE
    mine = OutgoingEmail.objects.filter(user_id=facts.user.pk)
    rows = visible_mails(mine, request).order_by("-created_at", "-pk")
    found = list(rows.defer("body_text", "body_html", "sealed_body")[start : start + MAILS_PER_PAGE + 1])
    page = found[:MAILS_PER_PAGE]
    return Panel(
        key="correos",
        title=_("Correos"),
        template="admin/person/mails.html",
        order=40,
        alerts=tuple(_mail_alerts(page)) if number == 1 else (),
        context={
            "mails": page,
            "earlier": number - 1,
            "later": number + 1 if len(found) > MAILS_PER_PAGE else 0,
            "page_name": MAIL_PAGE,
            "may_send": facts.is_open and request.user.has_perm("outbox.release_outgoingemail"),
            "may_send_link": facts.is_open and request.user.has_perm("accounts.change_user"),
            "key": uuid4(),
        },
    )


def _mail_alerts(page: list[OutgoingEmail]) -> Iterable[str]:
    """What the newest mail that ended says, where it did not arrive."""
    last = next((mail for mail in page if mail.status in (Status.SENT, Status.FAILED)), None)
    if last and last.status == Status.FAILED:
        yield _("El último correo no le llegó. El servidor dijo: %(words)s") % {"words": last.explanation}


def notes(facts: Facts, request: HttpRequest) -> Panel | None:
    """What organisers told each other, and what they did from this page."""
    if not request.user.has_perm("accounts.view_personnote"):
        return None
    return Panel(
        key="notas",
        title=_("Notas internas y lo que se hizo"),
        template="admin/person/notes.html",
        order=35,
        context={
            "notes": facts.notes,
            "doings": facts.doings,
            "may_note": request.user.has_perm("accounts.add_personnote"),
            "key": uuid4(),
        },
    )


def consents(facts: Facts, request: HttpRequest) -> Panel | None:
    """What the person allows, since when, and what they withdrew."""
    if not request.user.has_perm("accounts.view_consent"):
        return None
    return Panel(
        key="consentimientos",
        title=_("Consentimientos"),
        template="admin/person/consents.html",
        order=60,
        context={"consents": facts.consents},
    )


def changes(facts: Facts, request: HttpRequest) -> Panel:
    """The newest changes of the person's facts, old → new."""
    return Panel(
        key="cambios",
        title=_("Cambios recientes"),
        template="admin/person/changes.html",
        order=70,
        context={"changes": changes_of(facts.user)[:MOST_CHANGES]},
    )
