"""What happens to registrations and teams: one module per topic."""
