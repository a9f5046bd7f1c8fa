"""Tags that draw charts: `{% bars chart %}`, `{% columns chart %}`, `{% share_bar 0.4 %}`."""

from django import template
from django.utils.safestring import SafeString

from somosnlp.ui import charts

register = template.Library()

register.simple_tag(charts.horizontal_bars, name="bars")
register.simple_tag(charts.columns, name="columns")
register.simple_tag(charts.share_bar, name="share_bar")
register.filter("counted", charts.counted)


@register.filter
def percent(share: float) -> SafeString:
    """Show a part of a whole: `12 %`, with `<1 %` for what is not nothing."""
    text = "<1" if 0 < share < 0.01 else f"{share * 100:.0f}"
    return SafeString(text.replace("<", "&lt;") + "\u00a0%")
