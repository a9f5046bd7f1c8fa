"""Joining the organising team."""
