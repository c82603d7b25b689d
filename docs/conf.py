# Builds the manual: ./dev docs
import os

here = os.path.dirname(os.path.abspath(__file__))
project = "retold"
extensions = ["hawkmoth", "myst_parser"]
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
html_theme = "alabaster"
html_show_copyright = False
html_show_sphinx = False

# Headers are read through the compiler that builds them.
hawkmoth_root = os.path.join(here, "..", "include")
hawkmoth_compiler = "gcc"
hawkmoth_clang = ["-std=c17", "-I" + os.path.join(here, "..", "include")]

# Pages link to files of the repository, which are no pages of the manual.
suppress_warnings = ["myst.xref_missing"]
