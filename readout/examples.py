"""The examples of all problems, from the folders of their tests: for `docs/problems.md` and `readout explain`.

A folder CODE-NAME holds README.md (what it means, an empty line, what to do), expected.txt (what is
printed), and files/, which make the problem. Where a text can be put right, remedy/ holds the same
files without the problem.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from difflib import unified_diff
from pathlib import Path

from readout.explain import Explanation
from readout.problem import NAMES


def read_examples(folder: Path) -> list[Explanation]:
    """The explanation of every code that has a folder, in the order of the codes. Raises OSError."""
    folders = ((folder / f"{code}-{name}", code, name) for code, name in NAMES.items())
    return [_read(example, code, name) for example, code, name in folders if example.is_dir()]


def _read(folder: Path, code: str, name: str) -> Explanation:
    meaning, _, remedy = (folder / "README.md").read_text(encoding="utf-8").strip().rpartition("\n\n")
    example = (folder / "expected.txt").read_text(encoding="utf-8").rstrip()
    return Explanation(code, name, meaning or remedy, remedy if meaning else "", example, "\n".join(_diff(folder)))


def _diff(folder: Path) -> Iterator[str]:
    for file in sorted((folder / "remedy").rglob("*")):
        if file.is_file():
            path = file.relative_to(folder / "remedy")
            before = (folder / "files" / path).read_text(encoding="utf-8").splitlines()
            after = file.read_text(encoding="utf-8").splitlines()
            yield from unified_diff(before, after, path.as_posix(), path.as_posix(), n=2, lineterm="")


def problems_page(examples: list[Explanation]) -> str:
    """Every problem's code, what it means, an example and its remedy, as Markdown."""
    head = (
        "<!-- Made by `readout docs` from tests/problems/. Don't edit it. -->\n# Problems\n\n"
        "Everything that `readout check`, `build` and `anchor` can find wrong, with an example and its remedy;\n"
        "`readout explain CODE` shows the same.\n"
    )
    return "\n".join([head, *(f"## {one.code} {one.name}\n\n{one.markdown()}\n" for one in examples)])


def problems_file(examples: list[Explanation]) -> str:
    """The same as JSON, for the package."""
    return json.dumps([asdict(one) for one in examples], ensure_ascii=False, indent=1) + "\n"
