"""Each export holds against the tool of its own standard."""

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, run_readout
from tests.export.conftest import judged

#: The database knows no address for who made the dataset, and none is made up.
KNOWN = {"ro-crate": ["ro-crate-1.1_31.2: The organization SHOULD have a URL."]}
CHECKED = ("csv", "croissant", "ro-crate", "zenodo", "dcat", "schema-org")


@pytest.fixture(scope="module")
def said(exported: Path, standards: str) -> dict[str, list[str]]:
    """What the tools find wrong with the made-up dataset's exports."""
    found: dict[str, list[str]] = json.loads(judged(standards, exported))
    return found


@pytest.mark.parametrize("name", CHECKED)
def test_the_tool_of_the_standard_finds_nothing_wrong(said: dict[str, list[str]], name: str) -> None:
    """frictionless, mlcroissant, rocrate-validator, cffconvert, pyshacl and schema.org's vocabulary."""
    assert said[name] == KNOWN.get(name, [])


def test_the_real_dataset_holds_too(tmp_path: Path, standards: str) -> None:
    """The repository's own dataset, which may not be released yet: then there is no crate."""
    project = tmp_path / "project"
    for name in ("sources", "views", "queries"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "schema.yaml", project)
    assert run_readout("build", project=project).code == 0
    named = ("csv", "croissant", "zenodo", "dcat", "schema-org")
    ended = run_readout("export", *named, "--to", tmp_path / "to", project=project)
    assert ended.code == 0, ended.stderr
    said = json.loads(judged(standards, tmp_path / "to"))
    said["croissant"] = [line for line in said["croissant"] if "datePublished" not in line]
    assert said == {name: [] for name in named}


def test_the_tools_do_find_faults(exported: Path, tmp_path: Path, standards: str) -> None:
    """A checker that never says no would prove nothing: each tool is given an export that was spoilt."""
    for name in CHECKED:
        shutil.copytree(exported / name, tmp_path / name)
    spoil = {
        "csv/quotes.csv": ("direct", "indirectly"), "croissant/croissant.json": ("sc:Text", "sc:Nothing"),
        "ro-crate/ro-crate-metadata.json": ('"datePublished"', '"dated"'), "zenodo/CITATION.cff": ("authors", "makers"),
        "dcat/catalog.jsonld": ("dcat:accessURL", "dcat:address"), "schema-org/dataset.jsonld": ('"name"', '"title"'),
    }  # fmt: skip
    for path, (old, new) in spoil.items():
        file = tmp_path / path
        file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))
    said = json.loads(judged(standards, tmp_path))
    assert [name for name in CHECKED if said[name] == KNOWN.get(name, [])] == []
