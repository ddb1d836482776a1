"""docs/publish.md says what is there."""

import re
import stat
from pathlib import Path

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "publish.md").read_text(encoding="utf-8")
FILES = sorted(path for path in (ROOT / "deploy").rglob("*") if path.is_file())


def test_every_file_that_it_names_is_there() -> None:
    """In `deploy/`, or among the files that it copies from there."""
    names = set(re.findall(r"deploy/[\w./-]*\w", PAGE))
    assert names and all((ROOT / name).exists() or list(ROOT.glob(f"{name}*")) for name in names)
    assert set(re.findall(r"readout[\w-]*\.(?:conf|service|timer)", PAGE)) <= {path.name for path in FILES}


def test_every_file_has_its_place() -> None:
    """The page, or another file of the folder, says what it is for."""
    texts = PAGE + "".join(path.read_text(encoding="utf-8") for path in FILES)
    for path in FILES:
        assert path.name in texts or path.name == "Dockerfile.dockerignore", path
        assert not path.read_text(encoding="utf-8").startswith("#!") or path.stat().st_mode & stat.S_IXUSR


def test_numbers_are_those_of_the_files() -> None:
    """Limits, times and the server's places."""
    nginx = "".join(path.read_text(encoding="utf-8") for path in FILES if path.parent.name == "nginx")
    for said, written in {
        "30 a second, 150 at once": ("rate=30r/s", "zone=readout_all burst=150"),
        "5 a second, 20 at once": ("rate=5r/s", "zone=readout_questions burst=20"),
        "1 a second, 10 at once": ("rate=1r/s", "zone=readout_sql burst=10"),
        "| connections | 40 |": ("readout_open 40",),
        "10 seconds for all": ("client_header_timeout       10s",),
        "keeps a page for 30 seconds, and tells browsers 30": ("301 302 404 30s", '"public, max-age=30"'),
        "up to 900 MB": ("max_size=900m",),
        "/srv/readout-static": ("root          /srv/readout-static",),
    }.items():
        assert said in PAGE and all(one in nginx for one in written), said
    unit = (ROOT / "deploy" / "systemd" / "readout.service").read_text(encoding="utf-8")
    assert "MemoryMax=2G" in unit and "| 2 GB;" in PAGE


def test_the_keys_of_the_health_are_its_own() -> None:
    """As the page lists them."""
    source = (ROOT / "readout" / "web" / "pages" / "healthy.py").read_text(encoding="utf-8")
    listed = PAGE.split("| key | what it holds |")[1].split("\n\n")[0]
    keys = set(re.findall(r"`(\w+)`", listed))
    assert {"ok", "articles"} <= keys and all(f'"{key}"' in source or f"AS {key}" in source for key in keys)


def test_shell_is_plain_shell() -> None:
    """Scripts begin alike, and stop at the first thing that goes wrong."""
    for name in ("update", "publish"):
        text = Path(ROOT, "deploy", name).read_text(encoding="utf-8")
        assert text.startswith("#!/bin/sh\n") and "\nset -eu\n" in text
