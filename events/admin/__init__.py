"""The admin of the editions: one module per topic."""

from events.admin.organisers import OrganiserApplicationAdmin

__all__ = ["OrganiserApplicationAdmin"]
