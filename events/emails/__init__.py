"""Who gets which mail about an edition, by topic."""
