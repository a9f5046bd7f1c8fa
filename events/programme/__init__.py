"""The programme as everybody reads it."""
