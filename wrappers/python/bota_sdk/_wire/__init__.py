"""How a request gets out and a response in."""
