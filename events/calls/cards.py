"""The calls of an edition as cards: what is asked, whether it is open, and where the card leads.

A card always leads somewhere true: to our form while the call is open, else to the form outside that the
organisers named, else to the page that explains it, else to the contact page, and the card says so. Before
it opens it leads to «avísame cuando abra».
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Call, Edition
from events.moments import Moment
from events.states import CallKind
from somosnlp.ui.times import day_text

Words = str | Promise


@dataclass(frozen=True)
class Invitation:
    """What a kind of call says and where it may lead: the names of our form and of the page about it."""

    emoji: str
    text: Words
    action: Words
    form: str
    page: str = ""
    page_action: Words = ""
    year_in_form: bool = True
    year_in_page: bool = True


@dataclass(frozen=True)
class CallCard:
    """One call as the landing shows it; `state` is `open`, `soon` or `closed`."""

    kind: str
    title: str
    emoji: str
    text: Words
    state: str
    opens_on: date | None
    closes: Moment | None
    url: str
    action: Words
    is_form: bool
    by_mail: bool
    about_url: str = ""

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def button(self) -> Words:
        """Return the words of a button that stands away from the card: what it does, or what it is about."""
        return self.action if self.is_form else self.title

    @property
    def state_label(self) -> str:
        """Return the state in words: «Abierta hasta el 22 de marzo», «Abre el 5 de mayo», «Cerrada»."""
        if self.state == "closed":
            return _("Cerrada")
        if self.state == "soon" and self.opens_on:
            return _("Abre el %(day)s") % {"day": day_text(self.opens_on, weekday=False)}
        last_day = self.closes.announced_on if self.closes else None
        if last_day is None:
            return _("Abierta")
        return _("Abierta hasta el %(day)s") % {"day": day_text(last_day, weekday=False)}


INVITATIONS: dict[str, Invitation] = {
    CallKind.REGISTRATION: Invitation(
        "💻",
        gettext_lazy("Tu nombre, tu país y tu nivel: en dos minutos ya formas parte. Es gratis y en línea."),
        gettext_lazy("Quiero participar"),
        form="registration",
        page="rules",
        page_action=gettext_lazy("Leer las bases"),
    ),
    CallKind.ORGANISERS: Invitation(
        "🤗",
        gettext_lazy("¿Tienes dos horas? Hay tareas de todos los tamaños, con crédito y certificado."),
        gettext_lazy("Quiero ayudar"),
        form="organisers",
    ),
    CallKind.POSTER: Invitation(
        "🎨",
        gettext_lazy(
            "Tu ilustración será la imagen de la edición y dará la vuelta al mundo hispanohablante."
        ),
        gettext_lazy("Enviar mi propuesta"),
        form="poster-proposal",
        page="poster",
        page_action=gettext_lazy("Ver las indicaciones"),
    ),
    CallKind.KEYNOTE: Invitation(
        "🔊",
        gettext_lazy(
            "Cuenta en qué trabajas: una keynote, una charla o un taller, abiertos a todo el mundo."
        ),
        gettext_lazy("Proponer una charla o un taller"),
        form="keynote-proposal",
    ),
    CallKind.MENTORSHIP: Invitation(
        "🧑‍🏫",
        gettext_lazy(
            "Un AMA en directo, respuestas por escrito o acompañar a un equipo: lo que a ti te venga bien."
        ),
        gettext_lazy("Ofrecer una mentoría"),
        form="mentorship-offer",
        page="mentorships",
        page_action=gettext_lazy("Ver las mentorías"),
    ),
    CallKind.CORPUS: Invitation(
        "📚",
        gettext_lazy("De evaluación, de entrenamiento o documentos: la ficha la preparamos contigo."),
        gettext_lazy("Donar un corpus"),
        form="corpus-donation",
        year_in_form=False,
        page="corpus",
        page_action=gettext_lazy("Cómo se dona un corpus"),
        year_in_page=False,
    ),
    CallKind.SPONSORSHIP: Invitation(
        "🙌",
        gettext_lazy("Dinero, GPU, créditos, cursos, difusión: todo suma y se cuenta en qué se usa."),
        gettext_lazy("Patrocinar el hackathon"),
        form="sponsorship-application",
        page="sponsorship",
        page_action=gettext_lazy("Ver niveles y beneficios"),
    ),
    CallKind.UNIVERSITY: Invitation(
        "💡",
        gettext_lazy("Lleva el hackathon a tus clases: qué se pide, qué se recibe y cómo empezar."),
        gettext_lazy("Inscribir mi universidad"),
        form="university-application",
        page="universities",
        page_action=gettext_lazy("Ver la información"),
    ),
}

#: The order of the real landing.
ORDER = list(INVITATIONS)


def call_cards(edition: Edition, calls: Iterable[Call], now: datetime) -> dict[str, CallCard]:
    """Return the cards of `calls` by kind, in the order of the landing."""
    cards = {call.kind: _card(edition, call, now) for call in calls}
    return {kind: cards[kind] for kind in ORDER if kind in cards}


def boundaries(calls: Iterable[Call]) -> list[datetime | None]:
    """Return the instants at which a call opens or closes."""
    opening = [Moment(day=call.opens_on, zone="UTC").starts_at for call in calls if call.opens_on]
    return [*opening, *(call.closes_with.moment.ends_at for call in calls if call.closes_with)]


def _card(edition: Edition, call: Call, now: datetime) -> CallCard:
    words, state = INVITATIONS[call.kind], call.state(now)
    form = _form_address(edition, call, words) if state == "open" else ""
    page = _address(words.page, edition, with_year=words.year_in_page)
    by_mail = state == "open" and not form
    url, action = form, words.action
    if state == "soon":
        url, action = reverse("notify-me", args=["call", call.pk]), _("Avísame cuando abra")
    elif not form:
        url, action = (page, words.page_action) if page else _contact(state)
    return CallCard(
        kind=call.kind,
        title=str(call.get_kind_display()),
        emoji=words.emoji,
        text=words.text,
        state=state,
        opens_on=call.opens_on,
        closes=call.closes_with.moment if call.closes_with else None,
        url=url,
        action=action,
        is_form=bool(form),
        by_mail=by_mail,
        about_url=page,
    )


def _form_address(edition: Edition, call: Call, words: Invitation) -> str:
    return _address(words.form, edition, with_year=words.year_in_form) or call.external_url


def _contact(state: str) -> tuple[str, str]:
    return (_address("legal", "contacto"), _("Escríbenos")) if state == "open" else ("", "")


def _address(name: str, *args: Any, with_year: bool = True) -> str:
    """Return the address `name`, or nothing while that page does not exist."""
    if not name:
        return ""
    try:
        return reverse(name, args=[getattr(arg, "slug", arg) for arg in args] if with_year else [])
    except NoReverseMatch:
        return ""


def form_address(call: Call) -> str:
    """Return the address of our form for `call`; nothing while there is none."""
    words = INVITATIONS[call.kind]
    return _address(words.form, call.edition, with_year=words.year_in_form)
