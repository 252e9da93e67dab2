"""What openapi.yaml says."""
