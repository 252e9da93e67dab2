"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "3ac4af05e98a288d6b2da8899508cebb68374f6399f872648e725d553233f1af"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
}
"""Versions of the tools that shaped it."""
