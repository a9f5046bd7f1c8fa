"""Mentorships: offered, shown as cards, asked for."""
