"""«Me apunto»: who goes to a session, and what they are told."""
