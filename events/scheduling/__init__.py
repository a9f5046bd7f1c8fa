"""The programme as organisers plan it, before anybody sees it."""
