"""Countries as every form offers them: the community's first, the rest after; listed once per language."""

import unicodedata
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_countries import countries

#: The 21 countries of the community's logo, and those with large Spanish- or Portuguese-speaking communities.
_COMMUNITY = "AD AO AR BO BR CL CO CR CU CV DO EC ES GQ GT HN MX MZ NI PA PE PH PR PT PY SV US UY VE"
COMMUNITY = frozenset(_COMMUNITY.split())


@lru_cache(maxsize=8)
def grouped_countries(language: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return (group label, ((code, name), …)) in `language`, names in its order."""
    with override(language):
        pairs = sorted(((code, str(name)) for code, name in countries), key=_alphabetic)
        near = tuple(pair for pair in pairs if pair[0] in COMMUNITY)
        rest = tuple(pair for pair in pairs if pair[0] not in COMMUNITY)
        return ((_("Donde más se habla español o portugués"), near), (_("Todos los demás"), rest))


def _alphabetic(pair: tuple[str, str]) -> bytes:
    """Names in Latin letters need no Unicode collation table: it took 11 MiB of every process."""
    return unicodedata.normalize("NFKD", pair[1].casefold()).encode("ascii", "ignore")


@lru_cache(maxsize=8)
def country_options(language: str) -> SafeString:
    """Return the `<optgroup>`s of every country in `language`."""
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (label, format_html_join("", '<option value="{}">{}</option>', pairs))
            for label, pairs in grouped_countries(language)
        ),
    )


def selected_options(language: str, code: str) -> SafeString:
    """Return the options of every country with `code` chosen."""
    options = country_options(language)
    if code not in country_codes():
        return options
    return mark_safe(options.replace(f'value="{code}">', f'value="{code}" selected>', 1))


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """Return every ISO 3166-1 alpha-2 code."""
    return frozenset(code for code, _name in countries)


def country_names(codes: list[str]) -> list[str]:
    """Return the names of `codes` in the active language, in the order given."""
    return [str(countries.name(code) or code) for code in codes]
