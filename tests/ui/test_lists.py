"""The cheaper list of the admin says what Django's says."""

from django.contrib.admin import ModelAdmin, site

from somosnlp.accounts.models import User
from somosnlp.ui.lists import LightList


class Light(LightList, ModelAdmin[User]):
    pass


def test_checkbox_is_djangos() -> None:
    user = User(pk=7, name='Ana "la <b>')

    ours = Light(User, site).action_checkbox(user)

    for part in ModelAdmin(User, site).action_checkbox(user).removesuffix(">").split(" ", 1)[1].split('" '):
        assert part.strip('"') in ours
