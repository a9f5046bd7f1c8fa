"""The rows of a list of the admin that is a LightChangeList (somosnlp.ui.lists)."""

from typing import Any, cast

from django import template
from django.contrib.admin.templatetags.admin_list import ResultList, result_headers, result_list

from somosnlp.ui.lists import LightChangeList

register = template.Library()


@register.inclusion_tag("admin/change_list_results.html")
def light_result_list(cl: LightChangeList) -> dict[str, Any]:
    """Show headers and rows as `{% result_list %}` does, in the same template.

    What opens in a window of its own, to choose a row there, is left to Django.
    """
    if cl.is_popup:
        return cast("dict[str, Any]", result_list(cl))
    headers = list(result_headers(cl))
    return {
        "cl": cl,
        "result_headers": headers,
        "num_sorted_fields": sum(header["sortable"] and header["sorted"] for header in headers),
        "results": [ResultList(None, [row]) for row in cl.rows()],
    }
