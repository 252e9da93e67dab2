"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "04e6c1d3b6bfc590f4b603bf337daf9270a25b5f40e73e3726ae08af8a02297b"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
