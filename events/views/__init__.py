"""Public pages of the editions, by topic."""

from events.views.archive import archive
from events.views.landing import edition_landing, landing
from events.views.pages import text_page
from events.views.programme import programme, session, speaker

__all__ = ["archive", "edition_landing", "landing", "programme", "session", "speaker", "text_page"]
