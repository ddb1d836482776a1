"""The licence of every locked package, and whether it is among those that are allowed."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, get_spdx_licensing  # type: ignore[import-untyped]

from scripts.supply.installed import VENVS, Installed
from scripts.supply.lock import Locked

RULES = Path("scripts", "supply", "licences.toml")
SPDX = get_spdx_licensing()


@dataclass(frozen=True)
class Licence:
    """The licence of one locked package: an SPDX expression, or nothing where it is not known."""

    package: Locked
    expression: str
    ground: str = ""


@dataclass
class Rules:
    """`licences.toml`: what is allowed, and what people read where a package's metadata do not say it clearly."""

    allowed: Mapping[str, str]
    words: Mapping[str, str]
    exceptions: Mapping[str, Mapping[str, str]]
    decided: Mapping[str, Mapping[str, str]]
    elsewhere: Mapping[str, Mapping[str, str]]
    used: set[tuple[str, str]] = field(default_factory=set)


def read_rules(text: str) -> Rules:
    """The rules from their TOML. Raises ValueError for a licence that SPDX does not know, or a missing ground."""
    parts: dict[str, Any] = tomllib.loads(text)
    rules = Rules(*(parts.get(name, {}) for name in ("allowed", "words", "exceptions", "decided", "elsewhere")))
    by_hand = [*rules.exceptions.items(), *rules.decided.items(), *rules.elsewhere.items()]
    for name, entry in by_hand:
        if not entry.get("ground"):
            raise ValueError(f"licences.toml: {name} has no ground")
    licences = [*rules.allowed, *rules.words.values(), *(entry.get("licence", "") for _, entry in by_hand)]
    for licence in licences:
        if not _spdx(licence):
            raise ValueError(f"licences.toml: '{licence}' is no SPDX licence")
    return rules


def find_licences(
    packages: Iterable[Locked], installed: Mapping[tuple[str, str], Installed], rules: Rules
) -> tuple[list[Licence], list[str]]:
    """The licence of each package, and a sentence for each thing that is wrong."""
    packages = list(packages)
    by_name = {name: one for (name, _), one in sorted(installed.items())}
    found, wrong = [], []
    for package in packages:
        try:
            licence = _licence(package, installed.get((package.name, package.version)), by_name, rules)
        except LookupError as unclear:
            wrong.append(f"{package.pin}: {unclear.args[0]}")
            licence = Licence(package, "")
        found.append(licence)
        if licence.expression and not is_allowed(licence, rules):
            wrong.append(f"{package.pin}: {licence.expression} is not allowed; use another package, or give a ground")
    return found, wrong + _needless({*by_name, *(one.name for one in packages)}, {one.pin for one in packages}, rules)


def is_allowed(licence: Licence, rules: Rules) -> bool:
    """Whether a licence is allowed: one side of each OR, all sides of each AND, or by an exception for the package."""
    if _meets(SPDX.parse(licence.expression), rules.allowed):
        return True
    exception = rules.exceptions.get(licence.package.name, {})
    if exception.get("licence") == licence.expression:
        rules.used.add(("exceptions", licence.package.name))
        return True
    return False


def _meets(node: Any, allowed: Mapping[str, str]) -> bool:
    if isinstance(node, SPDX.OR):
        return any(_meets(one, allowed) for one in node.args)
    if isinstance(node, SPDX.AND):
        return all(_meets(one, allowed) for one in node.args)
    return str(node) in allowed


def _licence(package: Locked, here: Installed | None, by_name: Mapping[str, Installed], rules: Rules) -> Licence:
    """Raises LookupError with what to do where the licence can't be told."""
    if package.kind == "npm":
        if not _spdx(package.licence):
            raise LookupError(f"its lock file says '{package.licence}', which is no SPDX licence")
        return Licence(package, package.licence)
    if here is None:
        return _elsewhere(package, by_name, rules)
    entry = rules.decided.get(package.name)
    declared = _declared(here, rules.words)
    if declared:
        if entry:
            raise LookupError(f"its metadata now say {declared}; take it out of [decided] in licences.toml")
        return Licence(package, declared)
    says = here.expression or "; ".join(dict.fromkeys(here.words)) or "nothing"
    if not entry:
        raise LookupError(f"its metadata say '{says}': read its licence, and put it into [decided] in licences.toml")
    if entry.get("says") != says:
        raise LookupError(f"its metadata say '{says}', not '{entry.get('says')}' as when it was decided: read it again")
    return Licence(package, entry["licence"], entry["ground"])


def _elsewhere(package: Locked, by_name: Mapping[str, Installed], rules: Rules) -> Licence:
    """The licence of a package that is not installed here, because it is for another system or Python."""
    if package.is_for_here:
        kinds = [name for name in VENVS if name in package.locks]
        raise LookupError(f"it is not installed; run scripts/environment {kinds[0]}")
    if package.pin in rules.elsewhere:
        entry = rules.elsewhere[package.pin]
        return Licence(package, entry["licence"], entry["ground"])
    other = by_name.get(package.name)
    if other and (licence := _declared(other, rules.words)):
        return Licence(package, licence, f"as {other.version}, the version for other systems")
    raise LookupError("it is for other systems: read its licence, and put it into [elsewhere] in licences.toml")


def _declared(one: Installed, words: Mapping[str, str]) -> str:
    """The licence that a package's metadata give clearly, or nothing: not where they say two things."""
    if _spdx(one.expression):
        return one.expression
    given = {words.get(word, word if _spdx(word) else "") for word in one.words}
    exact = given - {""}
    if len(exact) == 1 and not any(word not in words and not _spdx(word) and word not in VAGUE for word in one.words):
        return exact.pop()
    return ""


#: Names of a family of licences: they do not contradict one that is exact.
VAGUE = {"BSD", "BSD License"}


def _spdx(text: str) -> bool:
    """Whether a text is an SPDX expression of known licences."""
    try:
        return bool(text) and SPDX.parse(text, validate=True, strict=True) is not None
    except ExpressionError:
        return False


def _needless(names: set[str], pins: set[str], rules: Rules) -> list[str]:
    """What stands in the rules for packages that need it no longer; `names` are locked, or installed and not yet."""
    gone = [("decided", name) for name in rules.decided if name not in names]
    gone += [("elsewhere", pin) for pin in rules.elsewhere if pin not in pins]
    locked = {pin.partition("==")[0] for pin in pins}
    used = {name for part, name in rules.used if part == "exceptions"}
    unused = [name for name in rules.exceptions if name not in used and (name in locked or name not in names)]
    return [
        *(f"licences.toml: [{part}] has {name}, which is locked no longer" for part, name in gone),
        *(f"licences.toml: [exceptions] has {name}, which needs none" for name in unused),
    ]
