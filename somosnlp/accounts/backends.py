"""Who is behind a session, asked with every request of somebody signed in; the statement is prepared."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import backends

from somosnlp.accounts.models import User
from somosnlp.prepared import Given, Prepared

_PERSON = Prepared(lambda: User.objects.filter(pk=Given("pk")))


class ModelBackend(backends.ModelBackend):
    """Django's, for the password of the admin and for permissions."""

    def get_user(self, user_id: int) -> User | None:
        user = _PERSON.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None


class CodeBackend(ModelBackend, AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's, for everything else: codes by e-mail, and passwords of who has one."""
