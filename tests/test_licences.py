"""The licences of what is locked: read from metadata or by people, allowed or not, and listed in docs/licences.md."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.supply.made_locks import MIT, RULES, audit, install, make, needs_audit, pin


@needs_audit
def test_the_repositorys_own_licences() -> None:
    """All that is locked is allowed, and docs/licences.md is as the audit would write it."""
    for kind in ("dev", "datasette-1", "audit", "standards", "bench"):
        stamp = ROOT / (".venv" if kind == "dev" else f".venv-{kind}") / f".installed-{kind}"
        if not stamp.is_file() or stamp.read_bytes() != (ROOT / "requirements" / f"{kind}.txt").read_bytes():
            pytest.skip(f"what is locked is not installed; run scripts/environment {kind}")
    ended = audit(ROOT, "licences", "--check")
    assert (ended.code, ended.stdout) == (0, "")


ALLOWED = {
    "auk": ((MIT,), "MIT"),
    "booby": (("License: MIT",), "MIT"),
    "crane": (("Classifier: License :: OSI Approved :: MIT License",), "MIT"),
    "dove": (("License: BSD-3-Clause", "Classifier: License :: OSI Approved :: BSD License"), "BSD-3-Clause"),
    "eagle": (("License-Expression: GPL-3.0-only OR MIT",), "GPL-3.0-only OR MIT"),
    "finch": (("License-Expression: MIT AND BSD-3-Clause",), "MIT AND BSD-3-Clause"),
}


@needs_audit
def test_licences_that_are_allowed(tmp_path: Path) -> None:
    """They are read from the metadata in any of the ways in which packages give them."""
    folder = make(tmp_path, "".join(map(pin, ALLOWED)))
    for name, (metadata, _) in ALLOWED.items():
        install(folder, name, *metadata)
    ended = audit(folder, "licences")
    assert (ended.code, ended.stdout) == (0, "")
    page = (folder / "docs" / "licences.md").read_text(encoding="utf-8")
    for name, (_, licence) in ALLOWED.items():
        assert f"| {name} | 1.0 | {licence} |  |" in page


#: By package: its metadata, what people wrote about it, and what the audit says; nothing where all is well.
JUDGED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "auk": (("License-Expression: GPL-3.0-only",), "", "GPL-3.0-only is not allowed"),
    "booby": (("License-Expression: MIT AND GPL-3.0-only",), "", "MIT AND GPL-3.0-only is not allowed"),
    "crane": (("License-Expression: MIT WITH GCC-exception-3.1",), "", "MIT WITH GCC-exception-3.1 is not allowed"),
    "dove": ((), "", "its metadata say 'nothing': read its licence"),
    "eagle": (("License: BSD",), "", "its metadata say 'BSD': read its licence"),
    "finch": (
        ("License: MIT", "Classifier: License :: Public Domain"),
        "",
        "say 'MIT; Public Domain': read its licence",
    ),
    "gull": (("License: BSD",), '[decided.gull]\nsays="Free"\nlicence="MIT"\nground="Read."', "not 'Free' as when"),
    "heron": ((MIT,), '[decided.heron]\nsays="BSD"\nlicence="MIT"\nground="Read."', "take it out of [decided]"),
    "ibis": ((MIT,), '[exceptions.ibis]\nlicence="MIT"\nground="Why."', "[exceptions] has ibis, which needs none"),
    "jay": (("License-Expression: MYTH-1.0",), "", "its metadata say 'MYTH-1.0': read its licence"),
    "kite": (("License: BSD",), '[decided.kite]\nsays="BSD"\nlicence="MIT"\nground="Read it."', ""),
    "lark": (("License: LGPL-2.1-only",), '[exceptions.lark]\nlicence="LGPL-2.1-only"\nground="Why."', ""),
}
GONE = """\
[decided.tern]
says = "BSD"
licence = "MIT"
ground = "Read."
[elsewhere."auk==0.9"]
licence = "MIT"
ground = "Read."
"""


@needs_audit
def test_what_is_wrong_with_licences(tmp_path: Path) -> None:
    """Exit 1, with a sentence for each that says what to do; so for each rule that is needed no longer."""
    rules = "\n".join([RULES, *(rule for _, rule, _ in JUDGED.values()), GONE])
    folder = make(tmp_path, "".join(map(pin, JUDGED)), rules)
    for name, (metadata, _, _) in JUDGED.items():
        install(folder, name, *metadata)
    ended = audit(folder, "licences")
    lines = ended.stdout.splitlines()
    expected = {name: said for name, (_, _, said) in JUDGED.items() if said}
    assert (ended.code, len(lines)) == (1, len(expected) + 2)
    for name, said in expected.items():
        assert any(name in line and said in line for line in lines), (name, said)
    assert any("[decided] has tern, which is locked no longer" in line for line in lines)
    assert any("[elsewhere] has auk==0.9, which is locked no longer" in line for line in lines)
    page = (folder / "docs" / "licences.md").read_text(encoding="utf-8")
    for row in ("kite | 1.0 | MIT | Read it.", "lark | 1.0 | LGPL-2.1-only | ", "lark | LGPL-2.1-only | Why.",
                "dove | 1.0 | not known | "):  # fmt: skip
        assert f"| {row} |" in page


@needs_audit
def test_a_package_for_another_system(tmp_path: Path) -> None:
    """Its licence is as people read it, or that of the version for this system; one that is missing here is said."""
    lock = pin("gull", "1.0", "sys_platform == 'none'") + pin("tern", "2.0", "sys_platform == 'none'") + pin("tern")
    folder = make(tmp_path, lock)
    install(folder, "tern", MIT)
    assert "gull==1.0: it is for other systems: read its licence" in audit(folder, "licences").stdout
    make(folder, lock, RULES + '[elsewhere."gull==1.0"]\nlicence="MIT"\nground="Read."\n')
    assert audit(folder, "licences")[:2] == (0, "")
    make(folder, lock + pin("auk"), RULES + '[elsewhere."gull==1.0"]\nlicence="MIT"\nground="Read."\n')
    assert audit(folder, "licences").stdout == "auk==1.0: it is not installed; run scripts/environment run\n"


@needs_audit
def test_a_page_that_is_old(tmp_path: Path) -> None:
    """--check writes nothing and ends with 1; a second run writes nothing."""
    folder = make(tmp_path, pin("gull"))
    install(folder, "gull", MIT)
    old = audit(folder, "licences", "--check")
    assert (old.code, (folder / "docs" / "licences.md").exists()) == (1, False)
    assert "wrote docs/licences.md" in audit(folder, "licences").stderr
    assert "wrote" not in audit(folder, "licences").stderr
    assert audit(folder, "licences", "--check").code == 0


@needs_audit
@pytest.mark.parametrize("rules", ['[allowed]\n"MYTH" = "Why."\n', '[exceptions.gull]\nlicence="MIT"\n', "[allowed\n"])
def test_rules_that_are_wrong(tmp_path: Path, rules: str) -> None:
    """A licence that there is not, an exception without a ground, no TOML: exit 2."""
    assert audit(make(tmp_path, pin("gull"), rules), "licences").code == 2
