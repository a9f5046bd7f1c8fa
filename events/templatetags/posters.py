"""Words about a poster."""

from django import template

from events.models import Poster
from events.posters.gallery import credit_of

register = template.Library()


@register.filter
def credit(poster: Poster) -> str:
    """Return the name to tell beside a poster; empty without its author's consent."""
    return credit_of(poster)
