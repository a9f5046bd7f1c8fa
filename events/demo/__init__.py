"""The invented edition that `seed_demo` fills."""
