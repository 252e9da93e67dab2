"""What S3 does."""
