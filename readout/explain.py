"""What each code means and how its problem is put right: the texts that `readout explain` and SARIF show.

They are written in `tests/problems/`, where the tests prove them; `readout docs` brings them into
the package.
"""

import json
from dataclasses import dataclass
from pathlib import Path

#: Written by `readout docs`; beside this module, so that it is there where the package is.
FILE = Path(__file__).with_name("problems.json")


@dataclass(frozen=True)
class Explanation:
    """A code and its name; what it means and what to do; an example as it is shown, and that example put right.

    `example` is what the command prints; `diff` is a unified diff, empty where no file's text is to change.
    """

    code: str
    name: str
    meaning: str
    remedy: str
    example: str
    diff: str = ""

    @property
    def summary(self) -> str:
        """The first sentence of the meaning."""
        return self.meaning.replace("\n", " ").partition(". ")[0].rstrip(".") + "."

    def text(self) -> str:
        """All of it as plain text."""
        parts = [self.meaning, self.remedy, "For example:", _indented(self.example)]
        return "\n\n".join([*parts, *(("Put right:", _indented(self.diff)) if self.diff else ())])

    def markdown(self) -> str:
        """All of it as Markdown."""
        parts = [self.meaning, self.remedy, f"```text\n{self.example}\n```"]
        return "\n\n".join([*parts, *((f"```diff\n{self.diff}\n```",) if self.diff else ())])


def _indented(text: str) -> str:
    return "\n".join("    " + line if line else "" for line in text.split("\n"))


def explanations() -> dict[str, Explanation]:
    """All explanations by code, in the order of the codes."""
    found = (Explanation(**entry) for entry in json.loads(FILE.read_text(encoding="utf-8")))
    return {explanation.code: explanation for explanation in found}
