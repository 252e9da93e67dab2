"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "f672fa83d44520e452c4d697db2ae7808acca56ac3c0c100fca965ce6833fd25"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
