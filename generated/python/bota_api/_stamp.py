"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "8431187ce157ed24cbc1e81be42b77b9d25dafdcf29b8bb57d962234990a818a"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
