"""How a test in another process or language steers the service."""
