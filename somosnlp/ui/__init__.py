"""Template tags, form helpers and words shared by every page; no models."""
