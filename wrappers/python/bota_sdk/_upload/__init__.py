"""How one source becomes a verified recording."""
