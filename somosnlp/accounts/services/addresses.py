"""The address of an account, corrected by an organiser and proven by its owner."""

import logging
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from somosnlp.accounts import emails
from somosnlp.accounts.models import FormDraft, User
from somosnlp.accounts.services.drafts import attach_draft, delete_if_unused

logger = logging.getLogger(__name__)


class AccountClosedError(Exception):
    """The account was closed or its data deleted: nothing is sent to it any more."""


class AddressTakenError(Exception):
    """Another account has this address; `owner` is its person."""

    def __init__(self, owner: User) -> None:
        super().__init__(f"address of person {owner.pk}")
        self.owner = owner


class ChangedMeanwhileError(Exception):
    """Somebody else changed the addresses since they were read."""


def addresses_seen(user: User, addresses: list[str]) -> str:
    """Return what tells one state of a person's addresses from another: the main one and all of them."""
    return " ".join([user.email, *sorted(addresses)])


@transaction.atomic
def correct_address(user: User, address: str, *, seen: str, by: User) -> bool:
    """Ask the owner of `address` to prove it, so that it becomes `user`'s; until then nothing changes.

    `seen` is `addresses_seen` as `by` read it. The new address gets a link that works once, for a day; the
    present one, where it was proven, is told that it will be replaced. Returns False when that address has
    been asked already. Raises AccountClosedError, AddressTakenError, ChangedMeanwhileError.
    """
    person = _locked(user)
    rows = {row.email: row for row in EmailAddress.objects.filter(user=person)}
    if address in rows and not rows[address].verified and address != person.email:
        return False
    if seen != addresses_seen(person, list(rows)):
        raise ChangedMeanwhileError
    _check_free(address, person)
    EmailAddress.objects.filter(user=person, verified=False).exclude(email=person.email).delete()
    row, _ = EmailAddress.objects.get_or_create(user=person, email=address)
    emails.send_link(person, address, key=f"address:{row.pk}")
    if person.email in rows and rows[person.email].verified:
        emails.send_address_will_change(person, key=str(row.pk))
    return True


def send_sign_in_link(user: User, *, key: UUID, by: User) -> None:
    """Mail `user` a link that lets them in, instead of a code that did not arrive; once for each `key`.

    Raises AccountClosedError.
    """
    with transaction.atomic():
        person = _locked(user)
        emails.send_link(person, person.email, key=str(key))


def prove_address(user: User, address: str) -> User:
    """Record that `user` opened the link mailed to `address`; return the person as they are now.

    An address that replaces another becomes the one of the account: the old one goes, every session ends, a
    password is forgotten (whoever read the old mail may know it), and what the person sent under an address
    nobody ever proved is taken up. Raises AccountClosedError, AddressTakenError, ChangedMeanwhileError.
    """
    with transaction.atomic():
        person = _locked(user)
        row = EmailAddress.objects.filter(user=person, email=address).first()
        if row is None:
            raise ChangedMeanwhileError
        _check_free(address, person)
        if address == person.email:
            EmailAddress.objects.filter(pk=row.pk).update(verified=True, primary=True)
            return person
        orphans = _replace_address(person, row)
    for draft in orphans:
        _take_up(draft, person)
    return person


def _locked(user: User) -> User:
    person = User.objects.select_for_update().filter(pk=user.pk, is_active=True).first()
    if person is None:
        raise AccountClosedError
    return person


def _check_free(address: str, person: User) -> None:
    """Refuse an address another person has proven or uses; an account nobody ever used makes room."""
    proven = EmailAddress.objects.filter(email=address, verified=True).exclude(user=person)
    if owner := User.objects.filter(pk__in=proven.values("user")).first():
        raise AddressTakenError(owner)
    other = User.objects.filter(email=address).exclude(pk=person.pk).first()
    if other and (other.is_staff or other.has_usable_password() or not delete_if_unused(other.pk)):
        raise AddressTakenError(other)


def _replace_address(person: User, row: EmailAddress) -> list[FormDraft]:
    """Make `row` the address of `person`; return the drafts that waited under one nobody had proven."""
    old = EmailAddress.objects.filter(user=person, email=person.email).first()
    waiting = FormDraft.objects.filter(email=person.email, attached_at=None)
    orphans = [] if old is None or old.verified else list(waiting)
    waiting.filter(pk__in=[draft.pk for draft in orphans]).update(email=row.email)
    EmailAddress.objects.filter(user=person, email=person.email).delete()
    EmailAddress.objects.filter(user=person).update(primary=False)
    EmailAddress.objects.filter(pk=row.pk).update(verified=True, primary=True)
    person.email = row.email
    person.set_unusable_password()
    person.save(update_fields=["email", "password"])
    return orphans


def _take_up(draft: FormDraft, person: User) -> None:
    """Hand a draft to its app; one that fails keeps nobody out of their account."""
    try:
        attach_draft(draft, user=person)
    except Exception:
        logger.exception("draft %s of kind %s was not attached", draft.pk, draft.kind)
