"""Put right what has exactly one right answer, and leave every other byte as it is."""

import json
import re
from codecs import BOM_UTF8

from readout.problem import Problem
from readout.strict_yaml import LINE_END, scalar

#: Words that need no quotes in YAML.
PLAIN = re.compile(r"[\w-]+(?: [\w-]+)*")


def lines_of(content: bytes) -> list[str]:
    """The lines of a file as places count them, without their ends. What is not UTF-8 becomes U+FFFD."""
    return LINE_END.split(content.decode("utf-8-sig", "replace"))


def replacement(problem: Problem, lines: list[str]) -> str | None:
    """What to write in the place of a problem that has a fix, in the quotes that stand there.

    Takes the lines of the problem's file. None where there is no fix, or where the word stands in a
    block (`>-`, `|`) or over several lines.
    """
    place = problem.place
    if problem.fix is None or place.end_line != place.line or place.line > len(lines):
        return None
    return rewritten(lines[place.line - 1][place.column - 1 : place.end_column - 1], problem.fix)


def rewritten(written: str, word: str) -> str | None:
    """A word in place of a scalar, written as that one is: plain, or in quotes; None where it can't be."""
    if not word.isprintable():
        return None
    if written.startswith("'"):
        return "'" + word.replace("'", "''") + "'"
    if written.startswith('"'):
        return json.dumps(word, ensure_ascii=False)
    if written.startswith(("|", ">")) or not PLAIN.fullmatch(word) or scalar(word) != word:
        return None
    return word


def fixed(content: bytes, problems: list[Problem]) -> bytes:
    """A file's content with the fixes of some of its problems, each in its place.

    Of fixes that overlap only the last is applied. Raises UnicodeDecodeError for what is not UTF-8.
    """
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    text = content[len(mark) :].decode("utf-8")
    starts = [0, *(end.end() for end in LINE_END.finditer(text))]
    lines = LINE_END.split(text)
    reached = len(text) + 1
    for problem in sorted(problems, key=Problem.sort_key, reverse=True):
        word = replacement(problem, lines)
        if word is None:
            continue
        line = starts[problem.place.line - 1]
        start, end = line + problem.place.column - 1, line + problem.place.end_column - 1
        if end <= reached:
            text, reached = text[:start] + word + text[end:], start
    return mark + text.encode("utf-8")
