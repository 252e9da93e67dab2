"""Why nothing was generated."""


class GenerationError(Exception):
    """Generation was refused or failed; the text says why and what to do."""
