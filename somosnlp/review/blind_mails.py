"""The mails about proposals that are reviewed blind: a list of mails would say whose each is."""

from collections.abc import Iterator

from django.contrib import admin
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from somosnlp.review.inbox import admin_of, kinds


def hidden_mails(request: HttpRequest) -> Iterator[tuple[str, Combinable]]:
    """Yield how their templates begin and whether a round is blind, for PROVIDERS["hidden_mails"]."""
    reviews = [admin_of(kind) for kind in kinds() if admin.site.is_registered(kind)]
    for review in reviews:
        if not review.opened_names(request):
            for start in review.mail_templates:
                yield start, review.blind_now()
