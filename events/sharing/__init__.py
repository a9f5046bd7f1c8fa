"""Cards for social networks: what they say (`cards`) and how they are drawn (`drawing`).

Only `drawing` and what it uses load Pillow.
"""
