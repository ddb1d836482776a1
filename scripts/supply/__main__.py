"""Audit the locked packages: their licences, their known weaknesses, and a bill of materials.

Without PART all three are done. Only `advisories` needs the network, and with --advisories not even that. The file is
a ZIP with a JSON file in OSV's format for each advisory: what OSV offers for download as all advisories of an
ecosystem (its documentation, "Data dumps").

Exit codes: 0 clean, 1 a licence that is not allowed or a known weakness, 2 wrong use or something is missing,
4 the advisories could not be had, so that nothing is known about weaknesses.
"""

import argparse
import sys
from pathlib import Path

from scripts.supply.advisories import find_weak
from scripts.supply.installed import Installed, installed_in
from scripts.supply.licences import RULES, Licence, Rules, find_licences, read_rules
from scripts.supply.lock import BadLock, Locked, read_locks
from scripts.supply.report import report
from scripts.supply.snapshot import NoAdvisories

PARTS = ("licences", "sbom", "advisories")
PAGE = Path("docs", "licences.md")
BILL = Path("build", "sbom.json")


def say(text: str) -> None:
    """Write one line for people."""
    print(text, file=sys.stderr)


def audit_licences(root: Path, licences: list[Licence], wrong: list[str], rules: Rules, check: bool) -> bool:
    """Write the page, or with `check` compare it; returns whether all is well."""
    page = report(licences, rules)
    file = root / PAGE
    stale = not file.is_file() or file.read_text(encoding="utf-8") != page
    if stale and check:
        wrong = [*wrong, f"{PAGE.as_posix()} is not what the lock files give; run scripts/audit licences"]
    elif stale:
        file.write_text(page, encoding="utf-8")
        say(f"wrote {PAGE.as_posix()}")
    for line in wrong:
        print(line)
    say(f"licences: {len(licences)} packages, {len(wrong)} to look at")
    return not wrong


def audit_advisories(packages: list[Locked], file: Path | None) -> int:
    """Compare the packages with the advisories; returns the exit code."""
    try:
        found, said = find_weak(packages, file)
    except NoAdvisories as error:
        say(f"advisories: NOT CHECKED, because none could be had: {error}")
        say("  run it where there is a network, or give a file with --advisories (see scripts/audit --help)")
        return 4
    for line in found:
        print(line)
    say(f"advisories: {said}, {len(found)} known weaknesses")
    return 1 if found else 0


def audit(root: Path, parts: list[str], file: Path | None, check: bool) -> int:
    """Do the parts that are asked for; returns the exit code. Raises BadLock, OSError and ValueError."""
    packages = read_locks(root)
    codes = [0]
    if "licences" in parts or "sbom" in parts:
        rules = read_rules((root / RULES).read_text(encoding="utf-8"))
        installed: dict[tuple[str, str], Installed] = installed_in(root)
        licences, wrong = find_licences(packages, installed, rules)
        if "licences" in parts:
            codes.append(0 if audit_licences(root, licences, wrong, rules, check) else 1)
        if "sbom" in parts:
            from scripts.supply.sbom import bill, write_bill  # noqa: PLC0415  # CycloneDX's schema takes a second to load

            text = bill(licences, installed, (root / "pyproject.toml").read_text(encoding="utf-8"))
            write_bill(root / BILL, text)
            say(f"wrote {BILL.as_posix()}, as CycloneDX's schema says")
    if "advisories" in parts:
        codes.append(audit_advisories(packages, file))
    return 1 if 1 in codes else max(codes)


def main() -> None:
    """Audit the project in the current folder, and end with the exit code."""
    description, _, epilog = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        "scripts/audit", description=description, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all, where none is named")
    parser.add_argument("--advisories", type=Path, metavar="FILE", help="a ZIP of advisories instead of the network")
    parser.add_argument("--check", action="store_true", help=f"do not write {PAGE.as_posix()}: report where it is old")
    asked = parser.parse_args()
    for part in asked.parts:
        if part not in PARTS:
            parser.error(f"there is no part '{part}'; there are {', '.join(PARTS)}")
    try:
        code = audit(Path.cwd(), asked.parts or list(PARTS), asked.advisories, asked.check)
    except (BadLock, ValueError, OSError) as error:
        say(f"scripts/audit: {error}")
        code = 2
    raise SystemExit(code)


if __name__ == "__main__":
    main()
