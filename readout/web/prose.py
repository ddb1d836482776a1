"""A curator's Markdown as HTML: no raw HTML, no pictures, links only to the web."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from readout.web.marks import web

#: A page's own headings go down to the second level; a note's begin below them.
FIRST_HEADING = 3
LONGEST = 200_000


def _heading(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    level = min(6, int(tokens[at].tag[1:]) + FIRST_HEADING - 1)
    return f"<h{level}>" if tokens[at].nesting == 1 else f"</h{level}>\n"


def _link(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    tokens[at].attrSet("rel", "noopener nofollow")
    return str(self.renderToken(tokens, at, options, env))


class Careful(MarkdownIt):
    """The parser, which takes for a link only what leads to the web; anything else stays text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return bool(web(url.strip()))


def _parser() -> MarkdownIt:
    parser = Careful("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("heading_close", _heading)
    return parser


PARSER = _parser()


@lru_cache(maxsize=256)
def markdown(text: str | None) -> Markup:
    """Markdown as HTML; text that is too long to be a note is shown as it was written."""
    if not text:
        return Markup("")
    if len(text) > LONGEST:
        return Markup("<pre>{}</pre>").format(text)
    return Markup(PARSER.render(text))
