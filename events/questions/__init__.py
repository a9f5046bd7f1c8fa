"""The question box of a session."""
