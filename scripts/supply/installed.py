"""The packages that are installed in the project's virtual environments, as their own metadata describe them."""

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

#: Where the packages of each lock file are installed (see scripts/environment).
VENVS = {
    "run": ".venv", "dev": ".venv", "datasette-1": ".venv-datasette-1", "audit": ".venv-audit",
    "standards": ".venv-standards", "bench": ".venv-bench",
}  # fmt: skip


@dataclass(frozen=True)
class Installed:
    """One installed package.

    `expression` is the licence as SPDX has it, where the metadata give that; `words` are what they say otherwise
    (the field Licence if it is one line, and the classifiers); `requires` names the packages it needs, extras left out.
    """

    name: str
    version: str
    expression: str
    words: tuple[str, ...]
    requires: tuple[str, ...]


def installed_in(root: Path) -> dict[tuple[str, str], Installed]:
    """All packages in the project's virtual environments, by name and version."""
    found = {}
    for venv in dict.fromkeys(VENVS.values()):
        for folder in sorted((root / venv).glob("lib/python3*/site-packages")):
            for distribution in distributions(path=[str(folder)]):
                one = _installed(distribution)
                found[one.name, one.version] = one
    return found


def _installed(distribution: Distribution) -> Installed:
    metadata = distribution.metadata
    classifiers = [line for line in metadata.get_all("Classifier") or () if line.startswith("License ")]
    words = [*(metadata.get_all("License") or ()), *(line.rpartition(" :: ")[2] for line in classifiers)]
    return Installed(
        canonicalize_name(distribution.name),
        distribution.version,
        next(iter(metadata.get_all("License-Expression") or ()), ""),
        tuple(word for word in words if _says_something(word)),
        tuple(sorted({_name(line) for line in distribution.requires or () if not re.search(r";.*\bextra\b", line)})),
    )


def _says_something(word: str) -> bool:
    """Whether a licence field names a licence: some hold the whole text of one, some a word for nothing."""
    return bool(word.strip()) and "\n" not in word.strip() and word.strip() not in ("UNKNOWN", "OSI Approved")


def _name(line: str) -> str:
    return canonicalize_name(Requirement(line).name)
