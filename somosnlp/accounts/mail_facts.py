"""What a letter to a group may say of each person."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from somosnlp.accounts.models import User


def person_facts(user_id: int) -> Mapping[str, str] | None:
    """Return what stands for each placeholder, in the active language; None for who has left us."""
    person = User.objects.filter(pk=user_id, is_active=True, anonymised_at=None).first()
    if person is None:
        return None
    name = person.get_short_name()
    return {"nombre": name, "saludo": _("Hola, %(name)s:") % {"name": name} if name else _("Hola:")}
