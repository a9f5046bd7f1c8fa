"""Forms of registrations and teams."""
