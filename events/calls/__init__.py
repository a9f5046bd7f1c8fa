"""Calls: what they ask, when they are open, what has been sent to them."""
