"""What happens to accounts: one module per topic, one function per thing that happens."""
