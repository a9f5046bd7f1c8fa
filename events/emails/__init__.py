"""Who gets which mail about an edition, by topic."""

from events.emails.moves import announce_move, render_milestone_moved, withdraw_move
from events.emails.organisers import preview_organiser_status, send_organiser_status

__all__ = [
    "announce_move",
    "preview_organiser_status",
    "render_milestone_moved",
    "send_organiser_status",
    "withdraw_move",
]
