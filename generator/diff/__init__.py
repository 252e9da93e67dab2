"""What changed since a release: in the contract, in the Python surface, and for whom it breaks."""
