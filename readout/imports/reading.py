"""Files of a corpus: their bytes as text, and JSON of any size, an entry at a time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from readout.imports.model import Foreign

CHUNK = 1 << 20
#: No entry of an array is longer; else it would be read into memory for nothing.
LONGEST = 64_000_000
#: So many bytes of a corpus are held in memory, where it has to be read as a whole; that takes up to ten times as much.
HELD = 64_000_000
CUT = "the file is cut short, or was changed by hand; export it again"


def decode(content: bytes, file: str, encoding: str = "utf-8") -> str:
    """A file's text. Raises Foreign, with the line, where it is not in the encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        said = "UTF-8" if encoding.startswith("utf-8") else encoding
        hint = "save it as UTF-8, or name its encoding in the mapping where that has one (csv: encoding)"
        raise Foreign(file, line, f"byte 0x{content[error.start]:02X} is not {said}", hint, "R101") from None


def read_text(file: Path, encoding: str = "utf-8-sig") -> str:
    """The text of a file without a byte order mark. Raises Foreign, OSError."""
    return decode(file.read_bytes(), str(file), encoding)


def parse_json(text: str, file: str, line: int = 0) -> Any:
    """What a JSON text holds; `line` is its line in the file where it stands on one. Raises Foreign."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Foreign(file, line or error.lineno, f"this is not JSON: {error.msg}", CUT) from None
    except RecursionError:
        raise Foreign(file, line, "this is nested too deep", CUT) from None


def json_lines(file: Path) -> Iterator[tuple[int, Any]]:
    """The lines of a JSONL file with their numbers, empty ones left out. Raises Foreign."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            text = decode(line, f"{file}", "utf-8-sig" if number == 1 else "utf-8")
            if text.strip():
                yield number, parse_json(text, str(file), number)


def json_entries(file: Path) -> Iterator[tuple[int, Any]]:
    """The entries of a JSON array, or the lines of a JSONL file, numbered from 1, one in memory at a time."""
    with file.open("rb") as opened:
        start = opened.read(64).decode("utf-8-sig", "replace").lstrip()
    if not start:
        raise Foreign(str(file), 1, "the file is empty", "export it again")
    if not start.startswith("["):
        yield from json_lines(file)
        return
    with file.open(encoding="utf-8-sig") as opened:
        try:
            yield from _entries(opened, str(file))
        except UnicodeDecodeError:
            decode(file.read_bytes(), str(file))
            raise


def _entries(opened: IO[str], file: str) -> Iterator[tuple[int, Any]]:
    decoder = json.JSONDecoder()
    text = opened.read(CHUNK).lstrip()[1:].lstrip()
    number = 1
    while not text.startswith("]"):
        try:
            value, end = decoder.raw_decode(text)
        except json.JSONDecodeError as error:
            more = opened.read(max(CHUNK, len(text)))
            if not more or len(text) > LONGEST:
                hint = f"{CUT} (entry {number:,} is the first that can't be read)"
                raise Foreign(file, 0, f"entry {number:,} is not JSON: {error.msg}", hint) from None
            text += more
            continue
        yield number, value
        number += 1
        text = text[end:].lstrip()
        text = text or opened.read(CHUNK).lstrip()
        if text.startswith(","):
            text = text[1:].lstrip() or opened.read(CHUNK).lstrip()
        elif not text.startswith("]"):
            raise Foreign(file, 0, f"after entry {number - 1:,} a comma or the end is missing", CUT)


def check_held(files: list[Path], why: str, hint: str) -> None:
    """Refuse files that have to be held in memory together, and are too large for it. Raises Foreign, OSError."""
    total = sum(file.stat().st_size for file in files)
    if total > HELD:
        said = f"{total:,} bytes, {HELD:,} at the most {why}"
        raise Foreign(str(files[0]), 0, said, hint)


def files_of(given: Path, *endings: str) -> list[Path]:
    """The file itself, or those in a folder with one of the endings, in the order of their paths."""
    if given.is_file():
        return [given]
    return sorted(file for file in given.rglob("*") if file.suffix in endings and file.is_file())
