"""Pages of registrations and teams."""
