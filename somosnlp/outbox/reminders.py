"""Reminders (being written)."""
