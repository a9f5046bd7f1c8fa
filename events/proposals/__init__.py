"""Proposals of keynotes, talks and workshops."""
