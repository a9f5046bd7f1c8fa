"""Markdown to safe HTML: markdown-it-py renders, nh3 lets only known tags through."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = (
    "a abbr blockquote br code del em h2 h3 h4 h5 h6 hr li ol p pre s strong sub sup "
    "table tbody td th thead tr ul"
)
TAGS = set(_TAGS.split())
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "table": {"tabindex"},
    "th": {"scope"},
    "td": {"class"},
}
SCHEMES = {"http", "https", "mailto"}

_parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=512)
def render_markdown(text: str, shift: int = 0, *, rel: str = "noopener") -> SafeString:
    """Return `text` as HTML that may stand in a page.

    `shift` pushes the headings down, so that `##` becomes `<h3>` inside a section with shift 1; a page never
    gets a second `<h1>`. Raw HTML, scripts and images in the source come out as text or not at all. `rel` is
    what links say of themselves.
    """
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]), 2) + shift, 6)}"
        elif token.type == "table_open":
            token.attrs = {"tabindex": "0"}  # a wide table scrolls on a phone: reachable by keyboard
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
        elif token.type == "td_open":
            token.attrs = {}
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=rel)
    return mark_safe(clean)
