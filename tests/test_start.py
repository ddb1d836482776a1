"""What a command loads before it answers: little, for starting is most of the time of a short one."""

import json
import subprocess
import sys

from tests.conftest import ROOT

LOADED = """
import json, sys
from readout.cli import main
try:
    main()
except SystemExit as end:
    code = end.code
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
#: What a clean project does not need: the strict reader's parser, and large tables.
SPARED = {"langcodes", "pycountry", "edtf", "sqlite3", "traceback"}


def loaded(*arguments: str) -> set[str]:
    """The modules that a command loads in this repository."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(run.stderr.splitlines()[-1]))


def test_help_loads_the_command_line_and_nothing_of_what_it_runs() -> None:
    """Neither problems nor sources are needed to say which commands there are."""
    ours = {name for name in loaded("--help") if name.partition(".")[0] == "readout"}
    assert ours == {
        "readout", "readout.cli", "readout.commands", "readout.commands.say", "readout.near", "readout.report",
    }  # fmt: skip


def test_check_loads_no_table_and_no_parser_that_clean_sources_do_not_need() -> None:
    """The repository's own articles: plain YAML, in languages and from countries that are common."""
    assert not SPARED & loaded("check")
