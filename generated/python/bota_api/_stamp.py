"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "ec4b0e0748f884c9e1423b77d3bc12cec9e939c0e4f41ddb1796870c3d91899b"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
