"""What happens in an edition: one module per topic."""
