"""Composition root and shared kernel of the SomosNLP hackathon platform."""
