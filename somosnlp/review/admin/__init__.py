"""The admin of everything that is reviewed: a queue, a page to read and decide on, decisions in bulk."""

from somosnlp.review.admin.bulk import BulkDecisions
from somosnlp.review.admin.hooks import MailPreview
from somosnlp.review.admin.rounds import CannedNoteAdmin, ReviewRoundAdmin
from somosnlp.review.similarity import Similar, similar_to


class ReviewAdmin(BulkDecisions):
    """Base of the ModelAdmin of each kind; `Reviewable` rows are never edited, added or deleted here.

    A kind says what its proposal shows (`proposal`), which service decides (`decide`) and which mail that
    sends (`mail_preview`); the other hooks (`admin.hooks`) tell how its call is reviewed. `review` is the
    permission that decides, `view` the one that reads.
    """


__all__ = ["CannedNoteAdmin", "MailPreview", "ReviewAdmin", "ReviewRoundAdmin", "Similar", "similar_to"]
