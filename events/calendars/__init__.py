"""Calendars and feeds of sessions."""
