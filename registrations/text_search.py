"""Full-text search in Spanish and Portuguese without minding accents.

The texts of a community are mixed: each is stemmed as Spanish and as Portuguese, each search too, and a hit
in either counts. The two configurations (`unaccent`, then the stemmer) are made by a migration.
"""

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import CharField, F, Func, Value
from django.db.models.expressions import Combinable, CombinedExpression
from django.db.models.functions import Concat

CONFIGURATIONS = ("spanish_unaccent", "portuguese_unaccent")

CREATE_CONFIGURATIONS = "\n".join(
    f"""CREATE TEXT SEARCH CONFIGURATION {language}_unaccent (COPY = {language});
ALTER TEXT SEARCH CONFIGURATION {language}_unaccent
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {language}_stem;"""
    for language in ("spanish", "portuguese")
)
DROP_CONFIGURATIONS = "\n".join(f"DROP TEXT SEARCH CONFIGURATION {name};" for name in CONFIGURATIONS)


class Words(Func):
    """The stems of a text; the configuration is a constant, so that PostgreSQL may index the result."""

    template = "to_tsvector('%(config)s'::regconfig, %(expressions)s)"
    output_field = SearchVectorField()


def searched(*columns: str) -> CombinedExpression:
    """Return the expression of a search column over `columns`."""
    parts: list[Combinable] = []
    for column in columns:
        parts += [F(column), Value(" ")]
    text = Concat(*parts, output_field=CharField())
    spanish, portuguese = (Words(text, config=name) for name in CONFIGURATIONS)
    return CombinedExpression(spanish, "||", portuguese, output_field=SearchVectorField())


def search_query(text: str) -> SearchQuery:
    """Return what somebody typed as a query: every word, in either language; quotes and `-` as on the web."""
    spanish, portuguese = (
        SearchQuery(text.replace("\0", ""), config=name, search_type="websearch") for name in CONFIGURATIONS
    )
    return spanish | portuguese
