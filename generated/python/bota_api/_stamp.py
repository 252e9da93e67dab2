"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "a13dd2c7c732788655844abafd03407b486ff551b61d89741a893fd8a99d9cd6"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
