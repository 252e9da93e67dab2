"""Why two versions could not be compared."""


class DiffError(Exception):
    """The comparison cannot be made; the text says why and what to do."""
