"""The one exception of this package."""


class LocalError(Exception):
    """Something a person has to decide or repair; its text is shown as it is, without a traceback."""
