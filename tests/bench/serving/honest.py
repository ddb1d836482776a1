"""Visitors as one wishes for them: readers, programs, those who save whole tables, crawlers that take their time."""

import asyncio
import csv
import time
from collections import deque
from html import unescape
from re import compile as compiled

import httpx

from .heard import REFUSED
from .site import BUILD_ROWS, BUILDS
from .visitor import Visitor

#: How often a reader asks for each kind, out of the sum.
READING = {
    "home": 3, "story": 3, "article": 5, "claim": 3, "outlet": 1, "actor": 1, "event": 1, "utterance": 1, "concept": 1,
    "table": 3, "filter": 1, "search": 2, "compare": 1, "query": 1, "row": 1, "other": 1,
}  # fmt: skip
#: Seconds between two pages of a reader, two requests of a program, two pieces that a slow line takes, two links.
THINKING, WORKING, LINE, LINK = 1.0, 0.3, 0.02, 0.3
PAGES, PIECE, ATTEMPTS = 4, 65_536, 3
_LINK = compiled(r'<a [^>]*href="(/[^"#]*)"')


async def reader(visitor: Visitor) -> None:
    """Looks at pages of all kinds, one after another."""
    kinds, weights = list(READING), list(READING.values())
    await visitor.pause(THINKING)
    while visitor.has_time:
        kind = visitor.chance.choices(kinds, weights)[0]
        answer = await visitor.get(kind, visitor.one_of(kind))
        if answer is not None and not answer.content:
            visitor.note(kind, time.monotonic(), 0, "an empty page")
        await visitor.pause(THINKING)


async def asker(visitor: Visitor) -> None:
    """Asks small questions in SQL, by key."""
    while visitor.has_time:
        await visitor.pause(THINKING)
        answer = await visitor.get("sql", visitor.one_of("sql") + "&_shape=array")
        if answer is not None and len(answer.json()) != 1:
            visitor.note("sql", time.monotonic(), 0, "not the row that was asked for")


async def program(visitor: Visitor) -> None:
    """Takes rows as JSON page after page, and sees to it that all of an answer are of one build."""
    while visitor.has_time:
        following: str | None = visitor.one_of("json")
        for _ in range(PAGES):
            answer = await visitor.get("json", following) if following and visitor.has_time else None
            if answer is None:
                break
            following = answer.json().get("next_url")
            await visitor.pause(WORKING)
        answer = await visitor.get("one build", f"/readout/{BUILDS}.json?_shape=array&_size=max")
        rows = answer.json() if answer is not None else []
        if answer is not None and (len(rows) != BUILD_ROWS or len({row["build"] for row in rows}) != 1):
            visitor.note("one build", time.monotonic(), 0, "a mixture of builds")
        await visitor.pause(WORKING)


async def downloader(visitor: Visitor) -> None:
    """Saves whole tables over a slow line, and counts their rows."""
    while visitor.has_time:
        at = visitor.chance.randrange(len(visitor.known["downloads"]))
        await _download(visitor, visitor.known["downloads"][at], int(visitor.known["rows"][at]))
        await visitor.pause(THINKING)


async def _download(visitor: Visitor, path: str, rows: int) -> None:
    began, lines, kept = time.monotonic(), 0, deque[str](maxlen=1)
    try:
        async with visitor.client.stream("GET", path) as answer:
            if answer.status_code != 200:
                await answer.aread()
                wrong = "" if answer.status_code in REFUSED else f"status {answer.status_code}"
                visitor.note("download", began, answer.status_code, wrong, path)
                return
            parts = []
            async for part in answer.aiter_text(PIECE):
                parts.append(part)
                if visitor.has_time:
                    await asyncio.sleep(LINE)
    except httpx.HTTPError as error:
        visitor.note("download", began, 0, type(error).__name__, path)
        return
    for row in csv.reader("".join(parts).splitlines(keepends=True)):
        lines += 1
        kept.append(row[0] if row else "")
    whole = lines == rows + 1 and "INCOMPLETE" not in kept[0]
    visitor.note("download", began, 200, "" if whole else f"{lines - 1} rows of {rows}", path)


async def crawler(visitor: Visitor) -> None:
    """Follows the links of pages, wherever they lead on this site, each once."""
    waiting, known = deque(["/"]), {"/"}
    while visitor.has_time:
        path = waiting.popleft() if waiting else visitor.one_of("article")
        answer = await visitor.get("crawl", path, (200, 302, 404))
        kind = answer.headers.get("content-type", "") if answer is not None else ""
        for link in map(unescape, _LINK.findall(answer.text)) if answer is not None and "html" in kind else ():
            if link not in known and len(known) < 5000 and ".db" not in link:
                known.add(link)
                waiting.append(link)
        await visitor.pause(LINK)
