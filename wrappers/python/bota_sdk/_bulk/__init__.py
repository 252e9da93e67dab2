"""The same for any number of sources."""
