"""Texts with `{placeholders}`: read, refused when they say what nobody would fill in, filled in safely.

There is no template language here: a placeholder is a name in braces and nothing else, so there is nothing to
loop over, look up or call. Bodies are Markdown. Values never become Markdown or HTML: they are put in after
rendering, escaped, and only an address of ours may be the target of a link.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from somosnlp.ui.markdown import render_markdown

NAME = re.compile(r"\{([a-z_]+)\}")
_TAGS = re.compile(r"\{\{|\{%|\{#")
_STAND_IN = re.compile(r"phq(\d+)qhp")
_PLACE = re.compile(r'(\w+)="([^"]*)"|phq(\d+)qhp')
_LINK = re.compile(r"\[([^\]\n]*)\]\(<?([^)\s]*)>?\)")
_MARKS = re.compile(r"^#{1,6} +|\*\*", re.MULTILINE)


@dataclass(frozen=True)
class Placeholder:
    """What may stand in braces. A `link` is an address we made; a `required` one has to be in the body."""

    name: str
    about: str | Promise
    link: bool = False
    required: bool = False


#: Of every person; `PROVIDERS["person_facts"]` knows what stands for it.
GREETING = Placeholder("saludo", gettext_lazy("«Hola, Ana:», o «Hola:» si no dijo su nombre"))
FIRST_NAME = Placeholder("nombre", gettext_lazy("el nombre de pila; vacío si no lo dijo"))


def names_in(text: str) -> list[str]:
    """Return the names of the placeholders of `text`, in order."""
    return NAME.findall(text)


def problems(text: str, known: Iterable[Placeholder], *, is_body: bool) -> list[str]:
    """Return why `text` is refused, in words for who wrote it; empty for a good text."""
    places = {placeholder.name: placeholder for placeholder in known}
    found = _syntax(text)
    unknown = dict.fromkeys(name for name in names_in(text) if name not in places)
    usable = ", ".join(f"{{{name}}}" for name in places)
    found += [
        _("{%(name)s} no existe en este correo. Puedes usar: %(usable)s.") % {"name": name, "usable": usable}
        for name in unknown
    ]
    if is_body:
        return [*found, *_missing(text, places.values()), *_targets(text, places)]
    links = [name for name in names_in(text) if name in places and places[name].link]
    return [*found, *(_("{%(name)s} es un enlace: no cabe en el asunto.") % {"name": name} for name in links)]


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its placeholders filled in, as plain text. Raises KeyError for an unknown one."""
    return NAME.sub(lambda match: values[match[1]], text)


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """Return a Markdown body as plain text for people: links as «words: address», no marks."""
    plain = _MARKS.sub("", _LINK.sub(r"\1: \2", text))
    return fill_line(plain, values)


def fill_html(text: str, values: Mapping[str, str], known: Iterable[Placeholder]) -> SafeString:
    """Return a Markdown body as safe HTML with its placeholders filled in.

    One pass, so that a value is never searched for placeholders. Raises KeyError for an unknown one.
    """
    order = list(dict.fromkeys(names_in(text)))
    links = {placeholder.name for placeholder in known if placeholder.link}
    html = render_markdown(NAME.sub(lambda match: f"phq{order.index(match[1])}qhp", text))
    filler = _Filler([values[name] for name in order], [name in links for name in order])
    return mark_safe(_PLACE.sub(filler.fill, html))


@dataclass(frozen=True)
class _Filler:
    """Puts the values where the stand-ins of a rendered text are."""

    values: list[str]
    are_links: list[bool]

    def fill(self, match: re.Match[str]) -> str:
        """Fill in one attribute, or one stand-in between tags."""
        name, inside, number = match.groups()
        if name is None:
            return self._words(match[0], int(number))
        if name != "href":
            return f'{name}="{self._each(inside, escape)}"'
        whole = _STAND_IN.fullmatch(inside)
        if whole and int(whole[1]) < len(self.values):
            return f'href="{escape(self.values[int(whole[1])]) if self.are_links[int(whole[1])] else "#"}"'
        return f'href="{self._each(inside, lambda value: escape(quote(value, safe="")))}"'

    def _words(self, stand_in: str, number: int) -> str:
        if number >= len(self.values):
            return stand_in
        word = escape(self.values[number])
        return f'<a href="{word}">{word}</a>' if self.are_links[number] and word else word

    def _each(self, inside: str, safe: Callable[[str], str]) -> str:
        def one(match: re.Match[str]) -> str:
            number = int(match[1])
            return safe(self.values[number]) if number < len(self.values) else match[0]

        return _STAND_IN.sub(one, inside)


def _syntax(text: str) -> list[str]:
    rest = NAME.sub("", text)
    if _TAGS.search(text):
        return [_("Aquí no hay {{ }}, {% %} ni {# #}: solo nombres entre llaves, como {nombre}.")]
    if "{" in rest or "}" in rest:
        return [_("Hay una llave suelta, o un nombre que no es como {nombre}: minúsculas y sin espacios.")]
    return []


def _missing(text: str, places: Iterable[Placeholder]) -> list[str]:
    return [
        _("Falta {%(name)s} (%(about)s): sin eso el correo no sirve.")
        % {"name": placeholder.name, "about": placeholder.about}
        for placeholder in places
        if placeholder.required and placeholder.name not in names_in(text)
    ]


def _targets(text: str, places: Mapping[str, Placeholder]) -> list[str]:
    targets = [name for _words, target in _LINK.findall(text) for name in names_in(target)]
    return [
        _("{%(name)s} no es una dirección: un enlace no puede llevar ahí.") % {"name": name}
        for name in dict.fromkeys(targets)
        if name in places and not places[name].link
    ]
