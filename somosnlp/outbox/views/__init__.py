"""Public pages of the outbox: what one wants to hear of."""
