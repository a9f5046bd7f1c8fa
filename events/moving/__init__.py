"""Moving a deadline: what it would do, and what speaks against it."""
