"""Why there can be no release."""


class ReleaseError(Exception):
    """The release cannot be made; the text says why and what to do."""
