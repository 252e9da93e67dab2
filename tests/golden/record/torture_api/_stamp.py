"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "caec28f50fd9d7ed0c5e93d046fdc256ca62fb4367bb0c98b8148a13ec460ef4"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
