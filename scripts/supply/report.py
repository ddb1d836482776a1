"""docs/licences.md: every locked package with its licence, by what it is for."""

from collections.abc import Iterable, Sequence

from scripts.supply.licences import Licence, Rules
from scripts.supply.lock import PURPOSES

HEAD = """\
# Licences of what Readout uses

`scripts/audit licences` writes this page from the lock files. Readout's own licence is Apache-2.0 (see `LICENSE`).
The licences are those that the packages' own metadata give; where these are unclear, somebody read the licence, and
the table says so. Identifiers are SPDX's.
"""


def report(licences: Iterable[Licence], rules: Rules) -> str:
    """The page as Markdown: the same for the same lock files and rules."""
    licences = list(licences)
    parts = [HEAD]
    told: set[str] = set()
    for lock, purpose in PURPOSES.items():
        chosen = [one for one in licences if lock in one.package.locks and _key(one) not in told]
        told |= {_key(one) for one in chosen}
        if chosen:
            more = "" if lock == next(iter(PURPOSES)) else ", besides the above"
            table = _table(("package", "version", "licence", "ground"), map(_row, chosen))
            parts.append(f"## For {purpose}{more}\n\n{table}")
    exceptions = [(name, entry["licence"], entry["ground"]) for name, entry in sorted(rules.exceptions.items())]
    parts.append(f"## What is allowed\n\n{_table(('licence', 'why'), sorted(rules.allowed.items()))}")
    parts.append(f"## Exceptions\n\n{_table(('package', 'licence', 'ground'), exceptions)}")
    return "\n".join(parts)


def _key(one: Licence) -> str:
    return f"{one.package.kind}:{one.package.pin}"


def _row(one: Licence) -> tuple[str, str, str, str]:
    return one.package.name, one.package.version, one.expression or "not known", one.ground


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
