"""How the documentation is built: MyST pages, warnings as errors."""

import sys
from pathlib import Path

from midstance import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "Midstance"
copyright = "2026, the Midstance founders"  # noqa: A001 - the name that Sphinx reads
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.mathjax", "glossary_table"]
myst_enable_extensions = ["dollarmath", "amsmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_ext"]
html_theme = "furo"
html_title = "Midstance"
nitpicky = True
