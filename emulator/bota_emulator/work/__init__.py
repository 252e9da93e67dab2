"""What goes on between requests, by the clock: transcriptions, summaries and webhooks."""
