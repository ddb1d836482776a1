"""What the address of a CSV asks for: its form, and how much of the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils import tilde_decode
from slugify import slugify

LONGEST_NAME = 100
KEPT = r"[^-_a-z0-9]+"


class Refused(Exception):
    """Asked for what can't be given: an HTTP status, a sentence, and headers such as Location."""

    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, headers or {}


@dataclass(frozen=True)
class Asked:
    """The options of one address.

    `size` is the number of rows of one page, None for all; `labels` names the columns whose references
    get their label beside them, None for all of them.
    """

    header: bool = True
    raw: bool = False
    bom: bool = False
    download: bool = False
    size: int | None = None
    labels: Sequence[str] | None = ()


def asked(args: Any) -> Asked:
    """The options from a request's arguments. Raises Refused where `_size` is not a number."""
    labels: Sequence[str] | None = args.getlist("_label")
    if not labels and switched_on(args.get("_labels")):
        labels = None
    return Asked(
        header=args.get("_header") != "off",
        raw=switched_on(args.get("_raw")),
        bom=switched_on(args.get("_bom")),
        download=switched_on(args.get("_dl")),
        size=None if switched_on(args.get("_stream")) else _size(args.get("_size")),
        labels=labels,
    )


def switched_on(given: str | None) -> bool:
    """Whether an argument says yes: anything but nothing, 0, off, no and false."""
    return (given or "").lower() not in ("", "0", "off", "no", "false", "f")


def _size(given: str | None) -> int | None:
    if not given or given == "max":
        return None
    if given.isascii() and given.isdigit() and len(given) < 10:
        return int(given)
    raise Refused(400, "_size must be a number of rows, or max for all.")


def file_name(request: Any, options: Asked) -> str:
    """A name to save the file by: what it is of, the filters, and whether it is a part or raw."""
    parts = [tilde_decode(part) for part in request.url_vars.values() if part] or ["query"]
    for key in request.args:
        filters = key == "_search" or (key != "sql" and ("__" in key or not key.startswith("_")))
        values = [value for value in request.args.getlist(key) if value]
        if filters and values:
            parts += [key.removesuffix("__exact"), *values]
    name = slugify("-".join(["readout", *parts]), max_length=LONGEST_NAME, regex_pattern=KEPT)
    part = "-part" if options.size is not None or request.args.get("_next") else ""
    return name + part + ("-raw" if options.raw else "") + ".csv"
