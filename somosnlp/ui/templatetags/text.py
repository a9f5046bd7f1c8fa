"""Filters for texts that organisers and participants write."""

from django import template
from django.utils.safestring import SafeString

from somosnlp.ui.markdown import render_markdown

register = template.Library()


@register.filter
def markdown(text: str, shift: int = 0) -> SafeString:
    """Render Markdown as safe HTML; `shift` pushes its headings down."""
    return render_markdown(text, int(shift))


@register.filter
def peoples_markdown(text: str, shift: int = 0) -> SafeString:
    """Return Markdown that people wrote as safe HTML; search engines are told that its links are theirs."""
    return render_markdown(text, int(shift), rel="nofollow ugc noopener")
