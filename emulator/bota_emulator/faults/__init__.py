"""What can go wrong, by order or by chance."""
