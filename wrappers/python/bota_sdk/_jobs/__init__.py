"""What the service makes of a recording, and when it is done."""
