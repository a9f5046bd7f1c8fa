"""Proposing teams to people without one: the problem, its candidates and the solver. No Django in here."""
