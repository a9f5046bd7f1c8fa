"""Mails that a reader of the admin must not see: beside the address they would say whose something is."""

from collections.abc import Callable, Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from somosnlp.outbox.models import OutgoingEmail
from somosnlp.providers import providers

#: How the templates of mails begin, and the expression of whether this reader must not see them.
Hidden = tuple[str, Combinable]


def visible_mails(rows: QuerySet[OutgoingEmail], request: HttpRequest) -> QuerySet[OutgoingEmail]:
    """Return those of `rows` that this reader may see."""
    hidden = Q()
    for start, now in _asked(request):
        hidden |= Q(ExpressionWrapper(now, BooleanField()), template__startswith=start)
    return rows.exclude(hidden) if hidden else rows


def hidden_templates(request: HttpRequest) -> tuple[str, ...]:
    """Return how the templates begin whose mails this reader must not see; one statement."""
    asked = _asked(request)
    if not asked:
        return ()
    flags = {f"hidden_{n}": ExpressionWrapper(now, BooleanField()) for n, (_start, now) in enumerate(asked)}
    answers = ContentType.objects.order_by("pk").annotate(**flags).values_list(*flags)[0]
    return tuple(start for (start, _now), hidden in zip(asked, answers, strict=True) if hidden)


def _asked(request: HttpRequest) -> list[Hidden]:
    asking: Iterable[Callable[[HttpRequest], Iterable[Hidden]]] = providers("hidden_mails")
    return [each for ask in asking for each in ask(request)]
