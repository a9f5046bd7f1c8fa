"""The admin of everything that is reviewed: a queue, a page to read and decide on, decisions in bulk."""

from somosnlp.review.admin.bulk import BulkDecisions
from somosnlp.review.admin.pages import MailPreview


class ReviewAdmin(BulkDecisions):
    """Base of the ModelAdmin of each kind; `Reviewable` rows are never edited, added or deleted here.

    A kind says what its proposal shows (`proposal`), which service decides (`decide`) and which mail that
    sends (`mail_preview`); `review` is the permission that decides, `view` the one that reads.
    """


__all__ = ["MailPreview", "ReviewAdmin"]
