"""Text that a spreadsheet program shows and does not run.

A spreadsheet takes a cell for a formula where it begins with `=`, `+`, `-` or `@`; some take the full-width
forms for the same, skip spaces and quotation marks before them, or split a cell of a CSV at its tabs, line
breaks and semicolons, so that a formula begins inside it. An apostrophe before the sign makes it text.
See https://owasp.org/www-community/attacks/CSV_Injection.
"""

import math
import re
from typing import Any

#: `=`, `+`, `-`, `@`, their small and full-width forms, and the minus sign.
SIGNS = r"=+\-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
#: Spaces, control characters, invisible characters and quotation marks.
PASSED_OVER = r"\s\x00-\x20\x7f-\xa0\xad\u115f\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u2800\u3000\ufeff\"'"
#: Where a program that was told, or guesses, another separator than the comma begins a new cell.
SEPARATORS = r";\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
#: Ends at the end of the text or at a separator: what a spreadsheet reads as a number is no formula.
NUMBER = rf"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?=\Z|[{SEPARATORS}])"

_FIRST = re.compile(rf"(?!{NUMBER})(?:[\t\r\n]|[{PASSED_OVER}]*[{SIGNS}])")
_INSIDE = re.compile(rf"[{SEPARATORS}](?!{NUMBER})(?=[{PASSED_OVER}]*[{SIGNS}])")


def harmless(text: str) -> str:
    """The text, with an apostrophe wherever a spreadsheet would begin to run it; other text, and numbers, as given."""
    if _FIRST.match(text):
        text = "'" + text
    return _INSIDE.sub(_apart, text) if _INSIDE.search(text) else text


def _apart(separator: re.Match[str]) -> str:
    return separator[0] + "'"


def harmless_cell(value: Any) -> Any:
    """A value of a row: text made harmless, numbers as they are; infinity is not a number to a spreadsheet."""
    if type(value) is str:
        return harmless(value)
    if type(value) is float and not math.isfinite(value):
        return harmless(str(value))
    return value
