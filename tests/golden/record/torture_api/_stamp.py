"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "4dd0ca954e4e1ae74d779c9fb2953294e69073babaa188f2bbc08e90e899e1b2"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
