"""What happens to every API call."""
