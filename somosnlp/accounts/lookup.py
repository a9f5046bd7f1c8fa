"""Finding one person from whatever an organiser has in hand: a name, an address, a handle, a pasted link.

What is exact comes first: a whole address or `@name` that only one person has needs no list. Then every word
in any order, accents and capitals ignored; and when nothing is found, what is spelt alike (pg_trgm).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.utils import timezone

from somosnlp.accounts import handles
from somosnlp.accounts.models import FormDraft, User
from somosnlp.accounts.search import Fold, matching

LONGEST = 200
MOST = 20
MOST_ALIKE = 5
#: From this likeness on (0 to 1) a name is suggested.
ALIKE = 0.3

_ADDRESS = re.compile(r"[^\s<>,;\"'()]+@[^\s<>,;\"'()]+\.[^\s<>,;\"'()]+")
_PARSERS: dict[str, Callable[[str], str]] = {
    "hugging_face": handles.hugging_face,
    "github": handles.github,
    "discord": handles.discord,
}


@dataclass(frozen=True)
class Found:
    """Who was meant: `people` (perhaps `more`), or those spelt `alike`; and drafts of nobody."""

    people: list[User] = field(default_factory=list)
    more: bool = False
    alike: list[User] = field(default_factory=list)
    drafts: list[FormDraft] = field(default_factory=list)

    @property
    def only(self) -> User | None:
        """The one person there is no doubt about."""
        return self.people[0] if len(self.people) == 1 and not self.drafts else None


def look_up(typed: str) -> Found:
    """Return who `typed` may mean; nobody for signs alone."""
    text = " ".join(typed.replace("\0", "").split())[:LONGEST].strip()
    if not any(sign.isalnum() for sign in text):
        return Found()
    if exact := _exactly(text):
        return Found(exact)
    people = list(_told_apart(matching(User.objects.all(), text)).order_by("name", "pk")[: MOST + 1])
    drafts = _of_nobody(text)
    alike = [] if people or drafts else _alike(text)
    return Found(people[:MOST], len(people) > MOST, alike, drafts)


def _exactly(text: str) -> list[User]:
    """Those who have exactly this address, `@name` or profile; a plain word may be a name."""
    if address := _ADDRESS.search(text.removeprefix("mailto:")):
        return _by_address(address[0].lower())
    if " " in text or not ("/" in text or text.startswith("@")):
        return []
    names = {column: name for column, parse in _PARSERS.items() if (name := _parsed(parse, text))}
    found: set[int] = set()
    for column, name in names.items():
        rows = matching(User.objects.all(), name).filter(**{f"{column}__iexact": name})
        found.update(rows.values_list("pk", flat=True)[:MOST])
    return _people(found)


def _by_address(address: str) -> list[User]:
    own = User.objects.filter(email=address).values_list("pk", flat=True)
    others = EmailAddress.objects.filter(email=address).values_list("user_id", flat=True)
    return _people({*own, *others})


def _people(keys: Iterable[int]) -> list[User]:
    return list(_told_apart(User.objects.filter(pk__in=keys)).order_by("name", "pk"))


def _parsed(parse: Callable[[str], str], text: str) -> str:
    try:
        return parse(text)
    except handles.HandleError:
        return ""


def _told_apart(people: QuerySet[User]) -> QuerySet[User]:
    """Add to each of `people` whether some address is proven, and whether a draft waits for its code."""
    proven = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    waiting = _waiting_drafts().filter(email=OuterRef("email"))
    return people.annotate(is_proven=Exists(proven), has_draft=Exists(waiting))


def _alike(text: str) -> list[User]:
    """Those with words spelt like `text`, the most alike first; the index `user_search` finds them."""
    typed = Fold(Value(text))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        return list(_told_apart(alike(typed))[:MOST_ALIKE])


def alike(typed: Fold) -> QuerySet[User]:
    """People whose search column is like `typed`, the most alike first."""
    closeness = TrigramWordSimilarity(typed, "search")  # type: ignore[arg-type]  # an expression does as well
    return User.objects.filter(search__trigram_word_similar=typed).order_by(closeness.desc(), "pk")


def _waiting_drafts() -> QuerySet[FormDraft]:
    return FormDraft.objects.filter(attached_at=None, expires_at__gt=timezone.now())


def _of_nobody(text: str) -> list[FormDraft]:
    """Drafts whose address no account has: somebody asked for too many codes, or the account is closed."""
    if " " in text:
        return []
    account = User.objects.filter(email=OuterRef("email"))
    rows = _waiting_drafts().filter(~Exists(account), email__icontains=text)
    return list(rows.order_by("-submitted_at")[:MOST_ALIKE])
