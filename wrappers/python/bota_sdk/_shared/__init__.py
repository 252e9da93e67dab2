"""What every room uses: stopping, redaction, retries, clocks, the record of requests."""
