"""Which reviewables."""

from typing import Any, Self

from django.db import models

from somosnlp.review.states import WAITING


class ReviewableQuerySet(models.QuerySet[Any, Any]):
    def waiting(self) -> Self:
        """What waits for a reviewer, the longest-waiting first."""
        return self.filter(status__in=sorted(WAITING)).order_by("submitted_at", "pk")

    def visible_to(self, user: Any) -> Self:
        """What `user` may see outside the admin: their own."""
        return self.filter(submitted_by=user) if user.is_authenticated else self.none()
