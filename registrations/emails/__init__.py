"""Who gets which mail about registrations and teams."""
