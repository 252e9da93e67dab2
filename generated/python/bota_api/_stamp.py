"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "56a7d7d511b990e21092111f2c3e8bb15af3419740c856dc3f162c3318403456"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
