"""The panels of the admin's start page."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from somosnlp.providers import providers
from somosnlp.review.inbox import AdminPanel

register = template.Library()


@register.simple_tag(takes_context=True)
def admin_panels(context: template.Context) -> SafeString:
    """Show what every app has to say on the start page, in the order of the settings."""
    panels: Iterable[AdminPanel] = providers("admin_panels")
    return format_html_join("\n", "{}", ((panel(context["request"]),) for panel in panels))
