"""Showing a picture somebody uploaded."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from events.models import Picture

register = template.Library()


@register.simple_tag
def picture(picture: Picture | None, alt: str = "", size: str = "small", css: str = "") -> SafeString:
    """Return `picture` as `<img>`, its room known before it arrives; nothing for None.

    `size="large"` offers the large one too, for where it is wide; the browser takes what it needs.
    """
    if picture is None:
        return SafeString()
    wide = size == "large"
    choice = (
        format_html(
            ' srcset="{} {}w, {} {}w" sizes="(min-width: 72rem) 68rem, 94vw"',
            picture.small_url,
            picture.small_width,
            picture.url,
            picture.width,
        )
        if wide
        else ""
    )
    return format_html(
        '<img src="{}"{} width="{}" height="{}" alt="{}" class="{}" loading="{}" decoding="async">',
        picture.url if wide else picture.small_url,
        choice,
        picture.width if wide else picture.small_width,
        picture.height if wide else picture.small_height,
        alt,
        css,
        "eager" if wide else "lazy",
    )
