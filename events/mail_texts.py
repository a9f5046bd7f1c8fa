"""What the mails about an edition whose words may be changed have in common: placeholders, samples."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Edition
from somosnlp.accounts.models import User
from somosnlp.outbox.placeholders import Placeholder
from somosnlp.outbox.texts import EditableMail, Find, Sample
from somosnlp.review.states import Status

GREETING = Placeholder("saludo", gettext_lazy("«Hola, Ana:», o «Hola:» si no dijo su nombre"))
NAME = Placeholder("nombre", gettext_lazy("el nombre de pila; vacío si no lo dijo"))
EDITION = Placeholder("edicion", gettext_lazy("el nombre de la edición"))
LINK = Placeholder("enlace", gettext_lazy("la página donde sigue"), link=True, required=True)
DISCORD = Placeholder("discord", gettext_lazy("la invitación a Discord; vacía si no hay"), link=True)
NOTE = Placeholder("nota", gettext_lazy("lo que escribió quien revisó"))
NEEDED_NOTE = Placeholder("nota", gettext_lazy("lo que escribió quien revisó"), required=True)


def greeting(context: Mapping[str, Any]) -> str:
    """Return the first line of a mail to `context["person"]`."""
    name = context["person"].get_short_name()
    return _("Hola, %(name)s:") % {"name": name} if name else _("Hola:")


#: What every mail to a person about an edition may say, and where it is found.
TO_A_PERSON: dict[Placeholder, Find] = {
    GREETING: greeting,
    NAME: lambda context: context["person"].get_short_name(),
    EDITION: lambda context: context["edition"].name,
    LINK: lambda context: context["action_url"],
}


def status_mails(
    templates: Mapping[Status, str],
    titles: Mapping[Status, Promise | str],
    placeholders: Mapping[Placeholder, Find],
    sample: Sample,
) -> Iterator[EditableMail]:
    """Yield the mails that tell how something sent to a call stands; who asks for changes says which."""
    for status, template in templates.items():
        note = NEEDED_NOTE if status == Status.CHANGES_REQUESTED else NOTE
        every = {**placeholders, note: lambda context: context["note"]}
        yield EditableMail(template, titles[status], every, sample)


def sample_person() -> User:
    """Return an invented person for a preview; in no database."""
    return User(name="Ana Luz Pérez", email="persona@example.org")


def sample_edition() -> Edition:
    """Return an invented edition for a preview; in no database."""
    return Edition(
        name="Hackathon SomosNLP", slug="demo", starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 30)
    )
