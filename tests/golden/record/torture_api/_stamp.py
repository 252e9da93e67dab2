"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "ca4fce04cba9b369c0e2fa33bb0c4d122c8b9f5f4257619dc21ea38d70aa5adc"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
