"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "f409f0c91317885ae0e8427979c509903abb3f38ce4cee22be9faca6934e9eff"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
