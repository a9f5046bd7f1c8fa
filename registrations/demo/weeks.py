"""Weeks as invented people have them: which of the 28 boxes they tick."""

from collections.abc import Iterable

from somosnlp.ui.hours import mask_of

_WORKDAYS = range(5)
_SATURDAY, _SUNDAY = 5, 6
_MORNING, _AFTERNOON, _EVENING = 1, 2, 3

WEEKS = {
    "mornings": mask_of(4 * day + _MORNING for day in _WORKDAYS),
    "afternoons": mask_of(4 * day + _AFTERNOON for day in _WORKDAYS),
    "evenings": mask_of(4 * day + _EVENING for day in _WORKDAYS),
    "saturdays": mask_of(4 * _SATURDAY + part for part in (_MORNING, _AFTERNOON, _EVENING)),
    "weekends": mask_of(4 * day + part for day in (_SATURDAY, _SUNDAY) for part in (_MORNING, _AFTERNOON)),
}


def week(names: Iterable[str]) -> int:
    """Return the mask of the weeks named, together."""
    mask = 0
    for name in names:
        mask |= WEEKS[name]
    return mask
