"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "5c73e0bc00c101abb10c7ced4c132545083d663a5792aed2a70520e75c994bae"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
