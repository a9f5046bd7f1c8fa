"""Posters sent before having an account."""

from events.calls.drafts import CallDraftHandler
from events.services.posters import keep_poster, submit_poster

POSTER = "poster"

handle_poster_draft = CallDraftHandler(POSTER, submit_poster, keep_poster, "poster-edit", "poster-proposal")
