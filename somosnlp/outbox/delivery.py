"""stub"""

from collections import Counter


def deliver(limit: int = 500, seconds: float | None = None) -> Counter[str]:
    """Send what is due."""
    raise NotImplementedError
