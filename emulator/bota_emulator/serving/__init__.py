"""How the servers listen, speak TLS, and end."""
