"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "e660d072281565d8b84c5fca573adf68696ceca341beb8fe13e361c0a6a05345"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
