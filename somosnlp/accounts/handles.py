"""Names on other sites: what people paste becomes the name, and what cannot be one gets a hint.

Pure functions. Each takes what was typed and returns the name (an empty string for nothing), or raises
`HandleError` with a message for the person. The shapes are those of the sites' own rules:

* Hugging Face: letters, digits and `-_.`, at most 96, no two signs in a row
  (`huggingface_hub.utils.validate_repo_id`); sign-up itself takes 2 to 42.
* Discord: 2–32 of `a-z0-9_.`, no two dots in a row; the old `name#0000` took almost any letter
  (https://support.discord.com/hc/en-us/articles/12620128861463).
* GitHub: letters, digits and single inner hyphens, at most 39
  (https://github.com/shinnn/github-username-regex).
* X: 1–15 of letters, digits and `_`. BlueSky: a domain name, `ana.bsky.social` unless one has one's own
  (https://atproto.com/specs/handle). LinkedIn: 3–100 letters of any alphabet, digits and hyphens, in the
  address of the profile, which is what is kept.
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

#: Nothing longer is looked at.
LONGEST = 300

#: Organisations and sections whose address people paste instead of their own.
_ORGANISATION = re.compile(
    r"(?:hackathon[-_]?)?somosnlp(?:[-_]?hackathon)?[-_]?\d*|huggingface|bigscience|nlp-en-es|"
    r"datasets|models|spaces|organizations|orgs|docs|blog|papers|settings|join|login|new"
)

#: «No tengo», as people answer when a field wants a name; without accents.
_NOTHING_YET = re.compile(
    r"no|n/?a|none|nada|-+|ningun[oa]|sin cuenta|(?:no|todavia no|aun no)(?: tengo)?(?: cuenta)?|"
    r"nao tenho|ainda nao(?: tenho)?|nenhuma?|not yet|no account|i don'?t have (?:one|it)"
)

_HUGGING_FACE = re.compile(r"(?=.{1,96}$)[A-Za-z0-9](?:[-_.]?[A-Za-z0-9])*")
_GITHUB = re.compile(r"(?=.{1,39}$)[A-Za-z0-9](?:-?[A-Za-z0-9])*")
_X = re.compile(r"[A-Za-z0-9_]{1,15}")
_BLUESKY = re.compile(
    r"(?=.{4,120}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_LINKEDIN = re.compile(r"[\w%.&'’-]{3,100}")
#: Parts of LinkedIn that have a page of their own: people, companies, schools.
_LINKEDIN_PARTS = ("in", "company", "school", "showcase", "pub")
_DISCORD = re.compile(r"(?!.*\.\.)[a-z0-9_.]{2,32}")
_OLD_DISCORD = re.compile(r"[^@#:`]{2,32}#\d{4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class HandleError(ValueError):
    """What was typed cannot be the name; the message says what to write instead."""


def hugging_face(typed: str) -> str:
    """Return the Hugging Face name in `typed`.

    >>> hugging_face("https://huggingface.co/ana"), hugging_face("hf.co/ana/"), hugging_face(" @ana ")
    ('ana', 'ana', 'ana')
    """
    text = _prepared(typed)
    name = _from_address(text, ("huggingface.co", "hf.co"), "Hugging Face")
    if _ORGANISATION.fullmatch(name.lower()):
        raise HandleError(_("«%(name)s» es una organización. Escribe tu nombre personal.") % {"name": name})
    return _matching(name, lambda word: bool(_HUGGING_FACE.fullmatch(word)), "Hugging Face", "ana-perez")


def github(typed: str) -> str:
    """Return the GitHub name in `typed`.

    >>> github("https://github.com/ana/repo"), github("@ana")
    ('ana', 'ana')
    """
    text = _prepared(typed)
    name = _from_address(text, ("github.com",), "GitHub")
    if _ORGANISATION.fullmatch(name.lower()):
        raise HandleError(_("«%(name)s» es una organización. Escribe tu nombre personal.") % {"name": name})
    return _matching(name, lambda word: bool(_GITHUB.fullmatch(word)), "GitHub", "ana-perez")


def discord(typed: str) -> str:
    """Return the Discord name in `typed`; both the present form and `name#0000` pass.

    >>> discord("@Ana.Perez"), discord("Ana Pérez#0042")
    ('ana.perez', 'Ana Pérez#0042')
    """
    text = _prepared(typed)
    if "/" in text and "#" not in text:
        raise HandleError(_("Eso es un enlace. Escribe tu nombre en Discord, por ejemplo ana.perez."))
    name = text.removeprefix("@")
    if _OLD_DISCORD.fullmatch(name):
        return name
    return _matching(name.lower(), lambda word: bool(_DISCORD.fullmatch(word)), "Discord", "ana.perez")


def x(typed: str) -> str:
    """Return the name on X in `typed`; nothing where it says that there is none.

    >>> x("https://twitter.com/ana?lang=es"), x("@ana"), x("no tengo")
    ('ana', 'ana', '')
    """
    text = _optional(typed)
    name = _from_address(text, ("x.com", "twitter.com", "mobile.twitter.com"), "X")
    return _matching(name, lambda word: bool(_X.fullmatch(word)), "X", "ana_perez")


def bluesky(typed: str) -> str:
    """Return the name on BlueSky in `typed`, whole.

    >>> bluesky("https://bsky.app/profile/Ana.bsky.social"), bluesky("@ana"), bluesky("ana.example.org")
    ('ana.bsky.social', 'ana.bsky.social', 'ana.example.org')
    """
    text = _optional(typed).lower()
    if "/" in text:
        text = text.replace("bsky.app/profile/", "bsky.app/", 1)
    name = _from_address(text, ("bsky.app",), "BlueSky")
    if name and "." not in name:
        name = f"{name}.bsky.social"
    return _matching(name, lambda word: bool(_BLUESKY.fullmatch(word)), "BlueSky", "ana.bsky.social")


def linkedin(typed: str) -> str:
    """Return the address of the LinkedIn profile in `typed`, without what followed it.

    >>> linkedin("linkedin.com/in/ana-perez/?utm_source=x"), linkedin("@ana-perez")
    ('https://www.linkedin.com/in/ana-perez', 'https://www.linkedin.com/in/ana-perez')
    """
    text = _optional(typed)
    if not text:
        return ""
    part, name = "in", text.removeprefix("@")
    if "/" in text:
        words = _words_of(text, lambda host: host == "linkedin.com" or host.endswith(".linkedin.com"))
        if len(words) < 2 or words[0] not in _LINKEDIN_PARTS:
            raise HandleError(_("Ese enlace no lleva a un perfil de %(site)s.") % {"site": "LinkedIn"})
        part, name = words[0], words[1]
    _matching(name, lambda word: bool(_LINKEDIN.fullmatch(word)), "LinkedIn", "ana-perez")
    return f"https://www.linkedin.com/{part}/{quote(name)}"


def _optional(typed: str) -> str:
    """Return the text as `_prepared` does, and nothing for «no tengo»."""
    return "" if _NOTHING_YET.fullmatch(_plain(typed)) else _prepared(typed)


def _prepared(typed: str) -> str:
    """Return the text without what cannot be seen; refuse what is too long, an e-mail or «no tengo»."""
    if len(typed) > LONGEST:
        raise HandleError(_("Es demasiado largo para ser un nombre."))
    letters = unicodedata.normalize("NFKC", typed)
    text = "".join(letter for letter in letters if unicodedata.category(letter)[0] != "C").strip()
    if _NOTHING_YET.fullmatch(_plain(text)):
        raise HandleError(_("Si no tienes, deja el nombre vacío y marca «todavía no tengo»."))
    if _EMAIL.fullmatch(text):
        raise HandleError(_("Eso es un correo. Escribe tu nombre de usuario."))
    return text


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower().strip(" .!"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def _from_address(text: str, hosts: tuple[str, ...], site: str) -> str:
    """Return the first part of the path of an address of `hosts`; other text comes back as it is."""
    if "/" not in text and not any(text.lower() == host for host in hosts):
        return text.removeprefix("@")
    words = _words_of(text, lambda host: host in hosts)
    if not words:
        raise HandleError(_("Ese enlace no lleva a un perfil de %(site)s.") % {"site": site})
    return words[0].removeprefix("@")


def _words_of(address: str, is_host: Callable[[str], bool]) -> list[str]:
    """Return the parts of the path of an address; none where its host is another."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return []
    return [unquote(word) for word in parts.path.split("/") if word] if is_host(host) else []


def _matching(name: str, fits: Callable[[str], bool], site: str, example: str) -> str:
    if name and not fits(name):
        raise HandleError(
            _("Así no son los nombres de %(site)s. Míralo en tu perfil; se parece a %(example)s.")
            % {"site": site, "example": example}
        )
    return name
