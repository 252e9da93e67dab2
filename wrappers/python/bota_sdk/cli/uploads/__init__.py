"""How files are found, uploaded, put into a queue, and shown meanwhile."""
