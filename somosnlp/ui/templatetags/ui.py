"""Tags of the design system: components with a body, icons, and small filters for names and labels."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from somosnlp.ui.context_processors import Site
from somosnlp.ui.fields import render_field

register = template.Library()

#: Drawn by us on a 24 × 24 grid; filled with the colour of the text around.
ICONS = {
    "alert": "M12 2 1 21h22zm-1 7h2v6h-2zm0 8h2v2h-2z",
    "arrow": "m13 5 7 7-7 7-1.4-1.4 4.6-4.6H4v-2h12.2l-4.6-4.6z",
    "calendar": "M7 2h2v2h6V2h2v2h4v18H3V4h4zM5 10v10h14V10zm0-4v2h14V6z",
    "check": "m9.5 18.6-6.4-6.4 2.1-2.1 4.3 4.2 9.3-9.2 2.1 2.1z",
    "clock": (
        "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m0 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16m-1 3v6l4.6 3"
        " 1-1.6L13 12V7z"
    ),
    "cross": (
        "m5.6 3.5 6.4 6.4 6.4-6.4 2.1 2.1-6.4 6.4 6.4 6.4-2.1 2.1-6.4-6.4-6.4 6.4-2.1-2.1 6.4-6.4-6.4-6.4z"
    ),
    "info": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20m-1 5h2v2h-2zm0 4h2v6h-2z",
    "lock": "M7 10V7a5 5 0 0 1 10 0v3h2v12H5V10zm2 0h6V7a3 3 0 0 0-6 0z",
    "moon": "M10 2.3A10 10 0 1 0 21.7 14 8 8 0 0 1 10 2.3",
    "sun": (
        "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10M11 1h2v4h-2zm0 18h2v4h-2zM1 11h4v2H1zm18 0h4v2h-4z"
        "M3.5 4.9l1.4-1.4 2.9 2.9-1.4 1.4zm12.7 12.7 1.4-1.4 2.9 2.9-1.4 1.4zM3.5 19.1l2.9-2.9"
        " 1.4 1.4-2.9 2.9zM16.2 6.4l2.9-2.9 1.4 1.4-2.9 2.9z"
    ),
}


@register.simple_tag(takes_context=True)
def our_site(context: template.Context) -> Any:
    """Return the `site` of the context processor even where a view put its own there (allauth does)."""
    current = context.get("site")
    request = context.get("request")
    return Site(request) if request is not None and not isinstance(current, Site) else current


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Return the icon `name` as inline SVG, hidden from screen readers: the words beside it say the same."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        css_class,
        ICONS[name],
    )


@register.simple_block_tag
def component(content: str, name: str, /, **params: Any) -> SafeString:
    """Render `components/<name>.html` with `params`, and what is between the tags as `body`.

    Where a component needs no body, a plain include does: `{% include "components/empty.html" with … %}`.
    """
    html = get_template(f"components/{name}.html").render({**params, "body": mark_safe(content.strip())})
    return mark_safe(html)


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """Render the fields of `form` in order, as crispy does, only sooner (`ui/fields.py`)."""
    return format_html_join("\n", "{}", ((render_field(bound),) for bound in form))


@register.filter
def form_field(bound: BoundField) -> SafeString:
    """Render one field as `form_fields` does."""
    return render_field(bound)


@register.filter
def initials(name: str) -> str:
    """Return one or two initials of a person: «Elena González-Blanco» → «EG»; particles do not count."""
    words = [word for word in str(name).split() if word[:1].isupper()] or str(name).split()
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def choice_parts(label: Any) -> tuple[str, str]:
    """Split the label of a choice into its name and its explanation: «Básico · nunca he programado»."""
    head, _, tail = str(label).partition(" · ")
    return head, tail
