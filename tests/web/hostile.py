"""Strings that strangers put into data, and a database that is full of them; what of a page leads or runs anywhere."""

import json
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

ELSEWHERE = "evil.example"
#: None of these may become a link.
ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "\x01javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)",
    "file:///etc/passwd", "//evil.example/x", "https:/evil.example", "https:\\\\evil.example",
    "http:evil.example", "https://outlet.example@evil.example/", "https://outlet.example\\@evil.example/",
    "https://оutlet.example/", "https://evil.example/\u202egpj.exe",
    "https://evil.example\u2044outlet.example/", "https://[evil.example]/",
    "https://evil.example/ onmouseover=alert(1)", "blob:https://evil.example/x", "feed:https://evil.example",
    "intent://evil.example#x",
]  # fmt: skip
MARKUP = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>", "'\"><svg onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "<img src=https://evil.example/x.png>",
    "<style>@import 'https://evil.example'</style>", "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)", "<https://evil.example>", "[x]: data:text/html,x\n\n[x]", "{{ 7*7 }}",
    "<iframe src=https://evil.example>", "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "]]><x>", "<!--", "&#106;avascript:", "<form action=https://evil.example><button>x</button></form>",
    "<base href=https://evil.example/>", "\u202e\u2066x", "a\x00b", "%{7*7}",
]  # fmt: skip
STRINGS = ADDRESSES + MARKUP
#: Attributes that lead or load; and elements that no page of ours has.
LEADING = {
    "href",
    "src",
    "action",
    "formaction",
    "srcset",
    "data",
    "poster",
    "xlink:href",
    "background",
    "ping",
    "cite",
}
FOREIGN = {"img", "iframe", "object", "embed", "base", "frame", "audio", "video", "math", "style", "applet", "portal"}


def poison(database: Path) -> None:
    """Put hostile strings into every text column but ids, references and vocabularies."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
        connection.execute("CREATE TEMP TABLE hostile (n INTEGER PRIMARY KEY, said TEXT)")
        connection.executemany("INSERT INTO hostile VALUES (?, ?)", enumerate(STRINGS))
        names = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
        ).fetchall()
        for number, (table, sql) in enumerate(names):
            kept = {row[3] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')}
            for column in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
                name, kind, is_key = column[1], column[2], column[5]
                checked = f'CHECK ("{name}"' in sql or f'CHECK ("{name}" IN' in sql
                if kind == "TEXT" and not (is_key or name in kept or checked or name in DATES):
                    connection.execute(
                        f'UPDATE "{table}" SET "{name}" = (SELECT said FROM hostile WHERE n = (("{table}".rowid * 7 '
                        f"+ {number} + {column[0]}) % {len(STRINGS)}))"
                        f' WHERE "{name}" IS NOT NULL'
                    )
        connection.commit()


#: Read as dates, times or places of the clock: the build gives nothing else there.
DATES = {
    "published", "published_earliest", "published_latest", "updated", "date", "date_earliest", "date_latest",
    "time_zone", "known_from", "known_from_earliest", "time", "start", "end", "since", "until", "language",
    "countries", "table_name", "column_name", "vocabulary", "kind", "annotation", "text_sha256", "note_of",
    "from", "to", "status",
}  # fmt: skip


#: What programs read of a page, and no browser runs.
DESCRIPTION = "application/ld+json"


class Leads(HTMLParser):
    """Collects what a page leads to or loads, and what in it runs or is foreign."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.leads: set[str] = set()
        self.wrong: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_described = tag == "script" and given == {"type": DESCRIPTION}
        is_ours = is_described or given.get("src", "").startswith("/-/static")
        if tag in FOREIGN or (tag == "script" and not is_ours):
            self.wrong.append(f"<{tag}> {given}")
        self.wrong += [
            f"{tag} {name}={value}" for name, value in given.items() if name.startswith("on") or name == "style"
        ]
        self.wrong += [f"meta {given}" for _ in [0] if tag == "meta" and "http-equiv" in given]
        self.leads |= {value for name, value in given.items() if name in LEADING}
        self._inside = DESCRIPTION if is_described else tag

    def handle_data(self, data: str) -> None:
        if self._inside == DESCRIPTION and ("<" in data or not isinstance(json.loads(data), dict)):
            self.wrong.append(f"description: {data[:80]}")
        if self._inside == "script" and data.strip():
            self.wrong.append(f"script: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def leads_out(address: str) -> bool:
    """Whether an address is none of ours and none of a well-formed web page."""
    plain = address.strip().lower()
    own = not plain or (plain.startswith(("/", "#", "?")) and not plain.startswith(("//", "/\\")))
    return not own and (
        ELSEWHERE in plain or not plain.startswith(("https://", "http://")) or "@" in plain.split("/")[2]
    )
