"""Dates as they stand beside the rows of the timeline: a heading for the month, and the day within it."""

from readout.web.marks import MONTHS


def _parts(date: str | None) -> tuple[list[str], str]:
    start = (date or "").partition("/")[0]
    bare = start.partition("T")[0].rstrip("?~%")
    parts = bare.split("-")
    fits = all(part.isdigit() for part in parts) and (len(parts) == 1 or 1 <= int(parts[1]) <= 12)
    return (parts if fits else []), start[len(bare) :] if "T" not in start else ""


def month_of(date: str | None) -> str:
    """The heading under which a date stands: its month, or its year where it tells no month."""
    parts, _ = _parts(date)
    if not parts:
        return "Without a date" if not date else "Other dates"
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) > 1 else parts[0]


def day_of(date: str | None) -> str:
    """The day within its month, short: 6, 12–18, 29–4 Jan, from 7, 13?"""
    parts, mark = _parts(date)
    _, slash, last = (date or "").partition("/")
    day = f"{int(parts[2])}{mark}" if len(parts) == 3 else ("" if len(parts) < 2 else mark.replace("~", "about"))
    if not slash:
        return day
    if last in {"", ".."}:
        return f"from {day}".strip() if day else "from then"
    ends, end_mark = _parts(last)
    if len(ends) < 3 or not day:
        return f"to {MONTHS[int(ends[1]) - 1][:3]}" if len(ends) > 1 else ""
    month = "" if ends[:2] == parts[:2] else f" {MONTHS[int(ends[1]) - 1][:3]}"
    return f"{day}–{int(ends[2])}{end_mark}{month}"
