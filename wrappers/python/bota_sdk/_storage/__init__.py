"""What happens to one PUT, and what follows its response."""
