"""What Readout is made of: lock files without addresses, known weaknesses, a bill of materials."""

import json
import re
from pathlib import Path

import pytest

from scripts.supply.lock import PURPOSES, BadLock, Locked, merge, read_lock, read_locks, read_npm_lock
from scripts.supply.snapshot import is_affected
from tests.conftest import ROOT
from tests.supply.made_locks import AUDIT, MIT, advisories, audit, install, make, needs_audit, pin

# ── Lock files

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("file", LOCKS, ids=[file.name for file in LOCKS])
def test_a_lock_file_has_names_versions_hashes_and_no_addresses(file: Path) -> None:
    """Whoever installs from it gets just these files, from wherever they have them."""
    text = file.read_text(encoding="utf-8")
    assert read_lock(text, file.stem)
    rest = re.sub(
        r"^[a-z0-9-]+==[a-z0-9.]+( ; [^\\\n]+)? \\$|^    --hash=sha256:[0-9a-f]{64}( \\)?$",
        "",
        text,
        flags=re.MULTILINE,
    )
    assert rest.strip() == ""
    assert "/" not in text


def test_every_lock_file_has_a_purpose() -> None:
    """And every purpose a lock file."""
    assert {file.stem for file in LOCKS} | {"editor"} == set(PURPOSES)
    assert len(read_locks(ROOT)) > 100


def test_the_page_of_licences_has_what_is_locked() -> None:
    """docs/licences.md names each version that is locked, and none besides."""
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\S+) \| (\d\S*) \| \S", page, re.MULTILINE)
    locked = [(one.name, one.version) for one in read_locks(ROOT)]
    assert sorted(listed) == sorted(locked), "run scripts/audit licences"


def test_reading_a_lock_file() -> None:
    """Names as they are compared, versions, hashes, and where a package is for."""
    first, second = read_lock(pin("Kestrel_x") + "# a comment\n" + pin("gull", "2.0", "sys_platform == 'win32'"), "run")
    assert first == Locked("kestrel-x", "1.0", frozenset({f"sha256:{c * 64}" for c in "ab"}), frozenset({"run"}))
    assert (second.name, second.is_for_here) == ("gull", False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("gull==1.0", "has no SHA-256 hash"),
        ("gull>=1.0 --hash=sha256:" + "a" * 64, "has no exact version"),
        ("gull==1.* --hash=sha256:" + "a" * 64, "has no exact version"),
        ("gull @ https://gull.example/g.whl --hash=sha256:" + "a" * 64, "has no exact version"),
        ("--index-url https://gull.example --hash=sha256:" + "a" * 64, "is no package with a version"),
        ("gull==1.0 --hash=md5:" + "a" * 32, "has no SHA-256 hash"),
        ("gull==1.0 --hash=sha256:short", "has no SHA-256 hash"),
    ],
)
def test_a_lock_file_that_locks_nothing_is_refused(line: str, said: str) -> None:
    """A version that is open, an address, a missing or a weak hash."""
    with pytest.raises(BadLock, match=said):
        read_lock(line, "run")


def test_an_npm_lock() -> None:
    """Its hashes are the same as in CycloneDX, and the licence is in it."""
    packages = {"": {}, "node_modules/@a/b": {"version": "1.0", "integrity": "sha512-AAEC", "license": "MIT"}}
    (one,) = read_npm_lock(json.dumps({"packages": packages}))
    assert (one.name, one.hashes, one.licence) == ("@a/b", frozenset({"sha512:000102"}), "MIT")
    packages["node_modules/c"] = {"version": "1.0", "integrity": "sha1-AAEC"}
    with pytest.raises(BadLock, match="c has no SHA-512 hash"):
        read_npm_lock(json.dumps({"packages": packages}))


def test_lock_files_are_put_together() -> None:
    """A version stands once, with all that says which lock files have it; two versions are two packages."""
    both = merge([*read_lock(pin("gull"), "run"), *read_lock(pin("gull") + pin("gull", "2.0"), "dev")])
    assert [(one.version, sorted(one.locks)) for one in both] == [("1.0", ["dev", "run"]), ("2.0", ["dev"])]


# ── Advisories


def affected(*events: dict[str, str], versions: tuple[str, ...] = (), name: str = "gull") -> dict[str, object]:
    """An advisory on one package."""
    span = {"type": "ECOSYSTEM", "events": list(events)}
    one = {"package": {"ecosystem": "PyPI", "name": name}, "ranges": [span], "versions": list(versions)}
    return {"id": "MADE-1", "affected": [one]}


@pytest.mark.parametrize(
    ("advisory", "is_it"),
    [
        (affected({"introduced": "0"}), True),
        (affected({"introduced": "0"}, {"fixed": "1.0"}), False),
        (affected({"introduced": "0"}, {"fixed": "1.0.post1"}), True),
        (affected({"introduced": "1.0"}, {"fixed": "1.1"}), True),
        (affected({"introduced": "1.0.1"}), False),
        (affected({"introduced": "0"}, {"last_affected": "1.0"}), True),
        (affected({"introduced": "0"}, {"last_affected": "0.9"}), False),
        (affected({"introduced": "0.9"}, {"fixed": "0.95"}, {"introduced": "0.99"}, {"fixed": "1.2"}), True),
        (affected({"fixed": "0.5"}, {"introduced": "0"}), False),
        (affected({"introduced": "0"}, {"fixed": "not a version"}), True),
        (affected(versions=("0.9", "1")), True),
        (affected(versions=("0.9", "nightly")), False),
        (affected({"introduced": "0"}, name="Gull"), True),
        (affected({"introduced": "0"}, name="gull-wings"), False),
    ],
)
def test_which_versions_an_advisory_means(advisory: dict[str, object], is_it: bool) -> None:
    """As OSV's schema has it; a range that can't be read rather holds too much than too little."""
    assert is_affected(advisory, "gull", "1.0") is is_it


@needs_audit
def test_a_known_weakness_is_found(tmp_path: Path) -> None:
    """By pip-audit, in a file of advisories and without a network; also where a package is for another system."""
    lock = pin("gull") + pin("gull", "2.0", "sys_platform == 'none'") + pin("tern", "1.5", "sys_platform == 'none'")
    folder = make(tmp_path, lock)
    ended = audit(folder, "advisories", "--advisories", advisories(tmp_path / "a.zip", "Gull", "tern", "auk"))
    assert ended.code == 1
    assert ended.stdout.splitlines() == [
        "gull==1.0: CVE-0, MADE-0; fixed in 2", "tern==1.5: CVE-1, MADE-1; fixed in 2",
    ]  # fmt: skip
    assert "3 packages compared with 3 advisories, the newest of 2025-01-02T03:04:05Z" in ended.stderr
    clean = audit(folder, "advisories", "--advisories", advisories(tmp_path / "b.zip", "auk"))
    assert (clean.code, clean.stdout) == (0, "")


@needs_audit
def test_without_advisories_it_says_so(tmp_path: Path) -> None:
    """No network, no ZIP, a ZIP about other things: exit 4 in plain words, and never as if all were well."""
    folder = make(tmp_path, pin("gull"))
    others = advisories(tmp_path / "others.zip", "gull", ecosystem="npm")
    for file in (None, tmp_path / "none.zip", AUDIT, others):
        arguments: list[str | Path] = ["--advisories", file] if file else []
        ended = audit(folder, "advisories", *arguments)
        assert (ended.code, ended.stdout) == (4, "")
        assert "advisories: NOT CHECKED" in ended.stderr


@needs_audit
def test_the_exit_code_of_all_parts(tmp_path: Path) -> None:
    """What is wrong goes before what is not known, and that before what is well."""
    folder = make(tmp_path, pin("gull"))
    install(folder, "gull", MIT)
    assert audit(folder).code == 4
    assert audit(folder, "--advisories", advisories(tmp_path / "a.zip", "auk")).code == 0
    make(folder, pin("gull"), "[allowed]\n")
    assert audit(folder).code == 1
    assert audit(folder, "weaknesses").code == 2
    (folder / "requirements" / "run.txt").write_text("gull>=1\n", encoding="utf-8")
    assert audit(folder).code == 2


# ── The bill of materials


@needs_audit
def test_the_bill_of_materials(tmp_path: Path) -> None:
    """CycloneDX's schema is asked as it is written; here: all packages, their hashes, licences and what needs what."""
    folder = make(tmp_path, pin("kestrel") + pin("gull", "2.0", digits="c"))
    (folder / "requirements" / "dev.txt").write_text(pin("gull", "2.0", digits="c") + pin("tern"), encoding="utf-8")
    install(folder, "kestrel", MIT, "Requires-Dist: Gull>=1", "Requires-Dist: tern; extra == 'x'")
    install(folder, "gull", "License-Expression: MIT OR BSD-3-Clause", version="2.0")
    install(folder, "tern", MIT)
    assert audit(folder, "sbom").code == 0
    bill = json.loads((folder / "build" / "sbom.json").read_text(encoding="utf-8"))
    parts = {one["purl"]: one for one in bill["components"]}
    assert (bill["bomFormat"], bill["specVersion"], bill["metadata"]["component"]["name"]) == (
        "CycloneDX",
        "1.6",
        "readout",
    )
    assert {purl: one["scope"] for purl, one in parts.items()} == {
        "pkg:pypi/kestrel@1.0": "required", "pkg:pypi/gull@2.0": "required", "pkg:pypi/tern@1.0": "excluded",
    }  # fmt: skip
    assert parts["pkg:pypi/kestrel@1.0"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert parts["pkg:pypi/gull@2.0"]["licenses"] == [{"expression": "MIT OR BSD-3-Clause"}]
    hashes = parts["pkg:pypi/kestrel@1.0"]["externalReferences"][0]["hashes"]
    assert hashes == [{"alg": "SHA-256", "content": digit * 64} for digit in "ab"]
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    assert needs["pkg:pypi/kestrel@1.0"] == ["pkg:pypi/gull@2.0"]
    assert sorted(needs["readout"]) == ["pkg:pypi/gull@2.0", "pkg:pypi/kestrel@1.0"]


@needs_audit
def test_the_bill_is_the_same_at_every_run(tmp_path: Path) -> None:
    """No serial number, no time, and no order that depends on chance."""
    folder = make(tmp_path, pin("kestrel") + pin("gull", "2.0") + pin("tern"))
    for name, version in (("kestrel", "1.0"), ("gull", "2.0"), ("tern", "1.0")):
        install(folder, name, MIT, version=version)
    bills = set()
    for seed in ("0", "1", "4711"):
        assert audit(folder, "sbom", PYTHONHASHSEED=seed, TZ="Asia/Kathmandu").code == 0
        bills.add((folder / "build" / "sbom.json").read_bytes())
    (only,) = bills
    assert b"serialNumber" not in only
    assert b"timestamp" not in only
