"""Posters: their gallery, rules and vote."""
