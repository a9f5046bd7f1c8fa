"""What somebody did by their address alone, before they had an account, becomes theirs."""

import logging
from collections.abc import Callable, Iterable

from django.db import transaction

from somosnlp.accounts.models import User
from somosnlp.providers import providers

logger = logging.getLogger(__name__)


def welcome(user: User) -> None:
    """Let every app in PROVIDERS["arrivals"] hand `user` what was done with an address they have proven.

    Called whenever somebody signs in or proves an address. Where an app fails, the next arrival tries again:
    nobody is kept out of their account by it.
    """
    claiming: Iterable[Callable[[User], None]] = providers("arrivals")
    for claim in claiming:
        try:
            with transaction.atomic():
                claim(user)
        except Exception:
            logger.exception("what person %s did before was not handed over", user.pk)
