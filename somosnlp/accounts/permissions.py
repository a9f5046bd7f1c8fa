"""Who may do what about a person."""

from typing import Any

from somosnlp.accounts.models import User


def may_see(reader: Any) -> bool:
    """Tell whether `reader` may open the page of a person."""
    return bool(reader.is_active and reader.is_staff and reader.has_perm("accounts.view_user"))


def may_correct_address(by: Any, user: User) -> bool:
    """Tell whether `by` may give `user` another address: of who has rights only a superuser may.

    Whoever reads the mail of an account is that person: nobody becomes more than they are this way.
    """
    privileged = user.is_staff or user.is_superuser
    return bool(by.is_superuser or (by.has_perm("accounts.change_user") and not privileged))
