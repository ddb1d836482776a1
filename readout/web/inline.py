"""Datasette's own templates without inline script and style, which the pages' policy refuses."""

import re
from pathlib import Path

import datasette
from jinja2.ext import Extension

OWN = Path(datasette.__file__).parent / "templates"
INLINE = re.compile(
    r"<script\b.*?</script>|<style\b.*?</style>"  # their scripts are of use only together with the inline ones
    r"""|\s(?:style|on[a-z]+)=(?:"(?:\{[{%].*?[%}]\}|[^"{]|\{(?![{%]))*"|'[^']*')""",
    re.S | re.I,
)


class WithoutInline(Extension):
    """Takes scripts, styles and style attributes out of the templates that Datasette brings."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template as Jinja is to read it."""
        return INLINE.sub("", source) if filename and Path(filename).is_relative_to(OWN) else source
