"""The status as people read it in a terminal of 80 columns."""

import textwrap
from collections.abc import Iterator

from readout.near import plural
from readout.status import Counts, Progress, Status

WIDTH = 80
#: The two lines of the head, one pair for each column of numbers.
HEAD = (
    ("", "all"), ("", "draft"), ("re-", "viewed"), ("2nd", "ann."), ("sug-", "gested"),
    ("no", "anchor"), ("not", "checked"), ("prob-", "lems"),
)  # fmt: skip
LEGEND = "all: articles. 2nd ann.: second annotations. suggested: rows that nobody has confirmed. no anchor: pieces of \
evidence. not checked: claims that nobody looked for, counted for each article that could know them."
NO_STORY = "(story not known)"
#: So many claims that nobody looked for are named.
NAMED = 6


def as_text(status: Status, every: bool = False) -> str:
    """A table by story and outlet, and the articles that need something; with `every` those that need nothing, too."""
    return "\n".join(_lines(status, every)) + "\n"


def _lines(status: Status, every: bool) -> Iterator[str]:
    if status.articles:
        yield from _table(_rows(status))
        yield from textwrap.wrap(LEGEND, WIDTH)
    else:
        yield "no articles"
    if status.total.unreadable:
        unreadable = plural(status.total.unreadable, "article")
        yield f"{unreadable} can't be read: of these only the problems are known"
    if status.problems:
        elsewhere = f", {status.problems_elsewhere:,} of them in no article" if status.problems_elsewhere else ""
        yield f"{plural(status.problems, 'problem')} in the project{elsewhere}; `readout check` shows them"
    yield from _articles(status, every)


def _rows(status: Status) -> Iterator[tuple[str, Counts]]:
    """The rows of the table: each story, below it its outlets; where there are several stories, all together."""
    outlets = status.by("story", "outlet")
    for (story,), counts in status.by("story").items():
        yield story or NO_STORY, counts
        yield from ((f"  {outlet}", found) for (of, outlet), found in outlets.items() if of == story)
    if len(status.by("story")) > 1:
        yield "all stories", status.total
        yield from ((f"  {outlet}", found) for (outlet,), found in status.by("outlet").items())


def _table(rows: Iterator[tuple[str, Counts]]) -> Iterator[str]:
    """The lines of the table. A name that leaves no room for the numbers has a line of its own."""
    cells = [(name, _cells(counts)) for name, counts in rows]
    widths = [max(*map(len, head), *(len(found[column]) for _, found in cells)) + 1 for column, head in enumerate(HEAD)]
    room = min(max(len("story, outlet"), *(len(name) for name, _ in cells)), WIDTH - sum(widths))

    def line(name: str, values: tuple[str, ...]) -> str:
        return name.ljust(room) + "".join(value.rjust(width) for value, width in zip(values, widths, strict=True))

    for number, name in enumerate(("", "story, outlet")):
        yield line(name, tuple(head[number] for head in HEAD))
    yield "-" * (room + sum(widths))
    for name, values in cells:
        if len(name) > room:
            yield name
        yield line(name if len(name) <= room else "", values)
    yield ""


def _cells(counts: Counts) -> tuple[str, ...]:
    numbers = (
        counts.articles, counts.drafts, counts.reviewed, counts.second_annotations, counts.suggestions,
        counts.unanchored, counts.unchecked, counts.problems,
    )  # fmt: skip
    return tuple(f"{number:,}" if number else "-" for number in numbers)


def _articles(status: Status, every: bool) -> Iterator[str]:
    left = [article for article in status.articles if article.needs]
    if not status.articles:
        return
    verb = "needs" if len(left) == 1 else "need"
    some = f"{len(left):,} of {plural(len(status.articles), 'article')} {verb} something:"
    yield from ("", some if left else "no article needs anything")
    for article in status.articles if every else left:
        said = "; ".join(_needs(article)) or "nothing"
        yield article.path.removeprefix("sources/articles/")
        yield from textwrap.wrap(said, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False,
                                 break_long_words=False)  # fmt: skip


def _needs(article: Progress) -> Iterator[str]:
    """What an article needs, in the order in which one would do it."""
    named = ", ".join(article.unchecked[:NAMED]) + (", …" if len(article.unchecked) > NAMED else "")
    pieces = plural(article.unanchored, "piece")
    said = {
        "problems": f"{plural(article.problems, 'problem')} to put right",
        "suggestions": f"{plural(article.suggestions, 'suggestion')} to confirm",
        "anchors": f"{pieces} of evidence to anchor" if article.unanchored else "anchors to write anew",
        "claims": f"{plural(len(article.unchecked), 'claim')} to look for ({named})",
        "review": "to be reviewed (draft)",
    }
    yield from (said[need] for need in article.needs)
