"""Which editions, pages and sessions."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, FilteredRelation, Prefetch, Q

from events.states import DEMO, PictureKind

if TYPE_CHECKING:
    from events.models import Edition, Milestone, Notice, Page, Picture, Session  # noqa: F401 (the base classes name them)


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: Any) -> Self:
        """Published editions; organisers also see those in preparation."""
        return self if user.is_staff else self.published()

    def published(self) -> Self:
        """What everybody may see."""
        return self.filter(is_published=True)

    def held(self) -> Self:
        """Real editions: the invented one never took place."""
        return self.exclude(slug=DEMO)

    def current(self) -> "Edition | None":
        """Return the edition that `/` shows, or None before the first one."""
        return self.filter(is_current=True).first()

    def with_image(self) -> Self:
        """With `image_name`, the file of the poster that was chosen as its image, or None."""
        chosen = FilteredRelation("posters", condition=Q(posters__is_winner=True))
        return self.annotate(chosen=chosen, image_name=F("chosen__picture__file"))


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def being_moved(self, now: datetime) -> Self:
        """Those whose last move can still be undone: until then nobody is mailed about them."""
        return self.filter(
            changes__undone_at=None, changes__notice__withdrawn_at=None, changes__notice__held_until__gt=now
        )


class NoticeQuerySet(models.QuerySet["Notice"]):
    def published(self, now: datetime) -> Self:
        """What everybody may read."""
        return self.filter(withdrawn_at=None, published_at__lte=now)


class PageQuerySet(models.QuerySet["Page"]):
    def published(self, now: datetime) -> Self:
        """Pages that are no drafts and whose time to appear has come."""
        return self.filter(Q(publish_at=None) | Q(publish_at__lte=now), is_draft=False)


#: Who may look at what nobody has published yet: the permissions to review what has such a picture.
PICTURE_REVIEWERS = {
    PictureKind.PHOTO: ("events.review_keynoteproposal", "events.review_mentorship"),
    PictureKind.POSTER: ("events.review_poster",),
}


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: Any) -> Self:
        """Public ones, one's own, and those that one reviews."""
        if not user.is_authenticated:
            return self.filter(is_public=True)
        kinds = [kind for kind, names in PICTURE_REVIEWERS.items() if any(map(user.has_perm, names))]
        return self.filter(Q(is_public=True) | Q(uploaded_by=user) | Q(kind__in=kinds))


class SessionQuerySet(models.QuerySet["Session"]):
    def published(self) -> Self:
        """What the programme shows."""
        return self.filter(is_published=True)

    def with_cast(self) -> Self:
        """With who speaks, then who hosts, in one more query: `Session.speakers` and `hosts` read them."""
        seats: Any = self.model._meta.get_field("cast").related_model
        people = seats.objects.select_related("person__photo").order_by("-role", "position", "pk")
        return self.prefetch_related(Prefetch("cast", people))

    def in_order(self) -> Self:
        """By date, those without one last."""
        return self.order_by(
            models.functions.Coalesce("starts_at", models.functions.Cast("day", models.DateTimeField())).asc(
                nulls_last=True
            ),
            "pk",
        )
