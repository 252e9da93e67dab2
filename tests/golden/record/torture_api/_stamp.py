"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "3434544ffefdac0db51053a10bca767423ad4dde7a8d9cdf64c6218ba7d76c8a"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
