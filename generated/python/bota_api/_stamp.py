"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "bf0a888fd48d1dc038143dec06b301629aeacc852a42ac481be45cdb83b80d8c"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
