"""The settings of the site that `nox -s docs` builds with Sphinx."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # what makes the reference pages, and what they are made from

from bota_sdk import __version__  # noqa: E402

project = "bota-sdk"
author = "the authors of bota-sdk"
version = release = __version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_design",
    "docs.tools.extension",
]
# What is shown as it is, beside the pages.
exclude_patterns = ["static", "tools", "recipes", "browser/public"]
needs_sphinx = "8.1"
suppress_warnings = ["ref.python"]  # two packages have a RequestRecord

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_default_options = {"inherited-members": False}
python_maximum_signature_line_length = 88
napoleon_use_ivar = True
napoleon_numpy_docstring = False
default_role = "code"
add_module_names = False
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = f"bota-sdk {version}"
html_copy_source = True
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}
