"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "fe6ca68bca722f5189ddc81d7547a676b6f09b50cab4e1be23caa67b50ada90e"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
