"""Forms of an edition: one module per topic."""
