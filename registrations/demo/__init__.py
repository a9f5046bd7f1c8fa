"""Invented people and teams of the demo edition: for `make run` only, through the services, once."""
