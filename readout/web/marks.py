"""How values are shown: the signs for stances, dates as people read them, long text folded."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from readout.web.words import marked

#: For each cell of a claim matrix a sign that differs by shape, beside its word.
SIGNS = {
    "asserts": "●",
    "attributes": "◐",
    "disputes": "◇",
    "denies": "✕",
    "absent": "–",
    "not checked": "?",
    "too early": "·",
}
MEANINGS = {
    "asserts": "states it in its own voice",
    "attributes": "reports it as somebody’s word",
    "disputes": "reports it and casts doubt on it",
    "denies": "says, or takes over, that it is not so",
    "absent": "a curator looked; the article does not say it",
    "not checked": "nobody looked",
    "too early": "could not be known when the article appeared",
}
SCORES = {-2: "hostile", -1: "unfavourable", 0: "neutral", 1: "favourable", 2: "very favourable"}
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEB = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.?(?::\d{1,5})?"
    r"(?:[/?#][^\s\\<>\"\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]*)?",
    re.I,
)
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def cell(word: str) -> Markup:
    """A cell of a claim matrix: its sign, hidden from screen readers, and its word."""
    css = word.replace(" ", "-")
    sign = SIGNS.get(word, "")
    return Markup('<span class="cell cell-{}"><span aria-hidden="true">{}</span> {}</span>').format(css, sign, word)


def score(value: int) -> Markup:
    """A stance's score: its number with sign, and its word."""
    shown = f"+{value}" if value > 0 else str(value).replace("-", "−")
    return Markup('<span class="score score-{}">{} {}</span>').format(
        str(value).replace("-", "minus-"), shown, SCORES[value]
    )


def date(text: str | None) -> Markup:
    """An EDTF date as people read it; the text itself stays in the title."""
    if not text:
        return Markup("")
    if "/" in text:
        first, _, last = text.partition("/")
        said = f"from {_one(first)}" if last in {"", ".."} else f"{_one(first)} to {_one(last)}"
        said = f"until {_one(last)}" if first in {"", ".."} else said
    else:
        said = _one(text)
    return Markup('<span class="date" title="{}">{}</span>').format(text, said)


def _one(text: str) -> str:
    bare = text.rstrip("?~%")
    mark = {"?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)"}.get(text[len(bare) :], "")
    if "T" in bare:
        moment = datetime.fromisoformat(bare)
        zone = f" UTC{moment.strftime('%z')[:3]}:{moment.strftime('%z')[3:]}" if moment.tzinfo else ""
        return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}{zone}{mark}"
    parts = bare.split("-")
    if not all(part.isdigit() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return text
    words = [str(int(parts[2]))] if len(parts) == 3 else []
    words += [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return " ".join([*words, parts[0]]) + mark


def moment(instant: str | None, zone: str | None) -> str:
    """An instant in UTC as the clock shows it in a time zone: 12 December 2025, 06:00 in Tokyo."""
    if not instant:
        return ""
    found = datetime.fromisoformat(instant).astimezone(ZoneInfo(zone or "UTC"))
    where = (zone or "UTC").split("/")[-1].replace("_", " ")
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}, {found:%H:%M} in {where}"


def fold(text: Any, length: int = 280) -> Markup:
    """Long text behind a fold that opens without a script."""
    said = str(text if text is not None else "")
    if len(said) <= length:
        return escape(said)
    head = said[:length].rsplit(" ", 1)[0]
    return Markup('<details class="fold"><summary>{}…</summary>{}</details>').format(head, said)


def web(address: Any) -> str:
    """An address if a browser may follow it, or else nothing.

    It is of http or https, names a host in plain letters (so none that only looks like another) and no user, and
    has no sign in it that a browser takes for another one or that turns what stands beside it around.
    """
    text = str(address or "")
    return text if WEB.fullmatch(text) else ""


def percent(share: float | None) -> str:
    """A share from 0 to 1 in whole per cent."""
    return "" if share is None else f"{100 * share:.0f} %"


def plural(count: int, word: str, many: str = "") -> str:
    """A number with its noun: 1 claim, 2 claims."""
    return f"{count:,} {word if count == 1 else many or word + 's'}"


FILTERS = {
    "cell": cell,
    "score": score,
    "edtf": date,
    "moment": moment,
    "fold": fold,
    "marked": marked,
    "web": web,
    "percent": percent,
    "plural": plural,
    "meaning": MEANINGS.get,
}
