"""How a request to the API becomes a response."""
