"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "d1fca16b6909d768d2601e3a401478e9ee419911cf73d4f655689b31e7d7e26d"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
