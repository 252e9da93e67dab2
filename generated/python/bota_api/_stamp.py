"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "1c26a417551ea889e307256a5b0fb6f7d99d053121070c68a0dff471fab6f748"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
