"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "5f7e1c8168a660ec95aa7d5122895cc98647eda228ddddeadb9fd3cdbc8ac4f4"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
