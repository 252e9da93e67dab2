"""Makes generated/ from openapi.yaml: `python -m generator`, `python -m generator --check`."""
