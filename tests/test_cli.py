"""The commands as a person runs them: what they print, and the exit codes 0, 1, 2 and 3."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import readout.checks
from readout import __version__
from readout.checks import World
from readout.cli import NAMES, cli, main
from readout.problem import Problem
from readout.unit import Unit
from tests.conftest import ROOT
from tests.made import HARBOUR, edit, make_project, write

Run = Callable[..., tuple[int, str, str]]
COMMANDS = sorted(NAMES)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project without problems."""
    return make_project(tmp_path / "made")


def environment(**more: str) -> dict[str, str]:
    """The environment of a command that does not come from the fixtures."""
    inherited = {name: value for name, value in os.environ.items() if name != "READOUT_TEXTS"}
    return {**inherited, "PYTHONPATH": str(ROOT), **more}


def run_python(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=environment(**more), capture_output=True, text=True, timeout=60)


def broken(folder: Path) -> int:
    """Misspell one reference of an article; returns its line."""
    article = folder / "sources" / "articles" / "harbour-post" / f"{HARBOUR}.md"
    return edit(article, "origin: wire", "origin: wired")


def test_help_names_every_command() -> None:
    """With what each is for."""
    for option in ("--help", "-h"):
        ended = run_python("-m", "readout", option, cwd=ROOT)
        assert (ended.returncode, ended.stderr) == (0, "")
        for name in COMMANDS:
            assert re.search(rf"^  {name} +\S", ended.stdout, re.MULTILINE), name


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command(name: str) -> None:
    """What it does, and each of its options with an explanation."""
    ended = run_python("-m", "readout", name, "--help", cwd=ROOT, COLUMNS="200")
    assert (ended.returncode, ended.stderr) == (0, "")
    command = cli.get_command(click.Context(cli), name)
    assert command is not None and command.help
    assert " ".join(command.help.split()) in " ".join(ended.stdout.split())
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            assert (parameter.metavar or str(parameter.name).upper()).strip("[].") in ended.stdout
            continue
        assert parameter.opts[0] in ended.stdout
        assert getattr(parameter, "help", ""), parameter.name


@pytest.mark.parametrize("name", COMMANDS)
def test_help_needs_no_project(name: str, tmp_path: Path) -> None:
    """Who asks for help may stand anywhere."""
    assert run_python("-m", "readout", name, "--help", cwd=tmp_path).returncode == 0


def test_the_version(tmp_path: Path) -> None:
    """Of the package."""
    ended = run_python("-m", "readout", "--version", cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (0, f"readout, version {__version__}\n")


def test_check_of_sources_without_problems(made: Path, run: Run) -> None:
    """Nothing on the standard output, one line on the other, exit 0."""
    code, stdout, stderr = run("check", project=made)
    assert (code, stdout) == (0, "")
    assert re.fullmatch(r"12 files checked, 0 problems \(\d+\.\d\d s\)\n", stderr)


def test_check_of_sources_with_a_problem(made: Path, run: Run) -> None:
    """Place, code, name, message and hint on the standard output; the count on the other; exit 1."""
    line = broken(made)
    code, stdout, stderr = run("check", project=made)
    assert code == 1
    assert re.fullmatch(
        rf"sources/articles/harbour-post/{HARBOUR}\.md:{line}:\d+: R301 unknown-reference: no actor 'wired'\n"
        rf" +{line} \|   - {{kind: recycled, origin: wired, .*\n"
        r" +\| {30}\^\^\^\^\^\n"
        r"  hint: did you mean 'wire'\?\n",
        stdout,
    )
    assert re.fullmatch(
        r"12 files checked, 1 problem \(\d+\.\d\d s\)\n"
        r"`readout explain R301` says more\n"
        r"`readout check --fix` puts 1 problem right\n",
        stderr,
    )


def test_a_quiet_check_says_its_problems_only(made: Path, run: Run) -> None:
    """And nothing at all where there are none; the exit code is the same."""
    assert run("check", "--quiet", project=made) == (0, "", "")
    broken(made)
    loud, quiet = run("check", project=made), run("check", "-q", project=made)
    assert quiet == (1, loud[1], "")


def test_a_slip_in_a_command_is_met_with_the_nearest(made: Path, run: Run) -> None:
    """So is one in an option."""
    for arguments, said in ((["chek"], "did you mean 'check'?"), (["check", "--quite"], "'--quiet'")):
        code, stdout, stderr = run(*arguments, project=made)
        assert (code, stdout) == (2, "")
        assert said in stderr


def test_help_says_the_formats_and_the_exit_codes() -> None:
    """Of all commands that print problems, so that a script can rely on them."""
    for arguments in ([], ["check"], ["build"], ["anchor"]):
        said = " ".join(run_python("-m", "readout", *arguments, "--help", cwd=ROOT).stdout.split())
        for word in ("people", "line", "json", "github", "sarif", "0 clean, 1 problems in the sources, 2 wrong use"):
            assert word in said, arguments


def test_all_problems_are_reported_in_the_order_of_their_places(made: Path, run: Run) -> None:
    """Those of several files and kinds, in one run."""
    broken(made)
    write(made / "sources" / "stories.yaml", "clock:\n  title: A\n  sumary: B\n")
    write(made / "sources" / "actors" / "more.yaml", "new: {name: New, kind: robot}\n")
    write(made / "sources" / "concepts" / "more.yaml", "new: [\n")
    write(made / "sources" / "nonsense.yaml", "a: {}\n")
    code, stdout, _ = run("check", project=made)
    places = re.findall(r"^(sources/[^:]+):(\d+):(\d+): (R\d+)", stdout, re.MULTILINE)
    assert code == 1
    assert places == sorted(places, key=lambda place: (place[0], int(place[1]), int(place[2]), place[3]))
    assert {place[3] for place in places} >= {"R104", "R111", "R201", "R204", "R301"}


def test_check_writes_nothing(made: Path, run: Run) -> None:
    """The project's files are as before, and no folder was made."""
    before = {file: file.read_bytes() for file in made.rglob("*") if file.is_file()}
    assert run("check", project=made)[0] == 0
    assert {file: file.read_bytes() for file in made.rglob("*") if file.is_file()} == before


def test_what_build_says(made: Path, run: Run) -> None:
    """What was read, the rows of each table, what was written and how big it is."""
    code, stdout, stderr = run("build", project=made)
    assert (code, stdout) == (0, "")
    lines = stderr.splitlines()
    assert lines[0] == "wrote metadata.yml"
    assert re.fullmatch(r"read 12 files, [\d,]+ rows:", lines[1])
    assert "articles 3" in lines[2]
    assert "quotes 5" in lines[2]
    assert re.fullmatch(r"wrote build/readout\.db, \d+\.\d MB \(\d+\.\d\d s\)", lines[3])
    counts = [int(count.replace(",", "")) for count in re.findall(r"\w+ ([\d,]+)(?:, |$)", lines[2])]
    assert f"{sum(counts):,} rows" in lines[1]


def test_build_with_problems(made: Path, run: Run) -> None:
    """The problems as `check` prints them; exit 1."""
    broken(made)
    checked, built = run("check", project=made), run("build", project=made)
    assert built[:2] == checked[:2] == (1, checked[1])
    assert built[2] == "1 problem; nothing was written\n"


def test_serve_with_problems_does_not_serve(made: Path, run: Run) -> None:
    """Exit 1, before anything listens."""
    broken(made)
    code, stdout, stderr = run("serve", project=made)
    assert code == 1
    assert "R301" in stdout
    assert "http://" not in stdout + stderr


def test_a_project_is_found_from_a_folder_within_it(made: Path) -> None:
    """Without --project the nearest folder with a schema.yaml, at or above the current one."""
    ended = run_python("-m", "readout", "check", cwd=made / "sources" / "articles" / "harbour-post")
    assert ended.returncode == 0
    assert "12 files checked" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "there is no schema.yaml in "),
        (["--project", "nowhere", "check"], "'nowhere' does not exist"),
        (["chek"], "No such command 'chek'"),
        (["--fast", "check"], "No such option"),
        (["--project"], "requires an argument"),
    ],
)
def test_wrong_use_is_exit_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    """With a line that says what, on the standard error, and no traceback."""
    ended = run_python("-m", "readout", *arguments, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("argument", "said"), [("--fast", "No such option '--fast'"), ("more", "unexpected extra argument")]
)
def test_an_option_or_argument_too_many_is_exit_2(made: Path, run: Run, argument: str, said: str) -> None:
    """Of every command, before it does anything."""
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        takes_more = isinstance(command, click.Group)  # its own line says that there is no such command
        takes_more |= command is not None and any(isinstance(found, click.Argument) for found in command.params)
        if argument == "more" and takes_more:
            continue
        code, stdout, stderr = run(name, argument, project=made, env={"READOUT_TEXTS": str(made)})
        assert (code, stdout, "Traceback" in stderr) == (2, "", False)
        assert said in stderr
    assert not (made / "build").exists()


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_wrong_use(made: Path, run: Run, port: str) -> None:
    """Exit 2."""
    code, _, stderr = run("serve", "--port", port, project=made)
    assert code == 2
    assert "--port" in stderr


def test_no_command_shows_the_help(tmp_path: Path) -> None:
    """And that is wrong use."""
    ended = run_python("-m", "readout", cwd=tmp_path)
    assert ended.returncode == 2
    assert "Usage:" in ended.stdout + ended.stderr


def test_a_schema_with_a_slip_is_exit_1(made: Path, run: Run) -> None:
    """Its problem has a line; the sources are not looked at."""
    line = edit(made / "schema.yaml", "title: Readout\n", "titel: Readout\n")
    broken(made)
    code, stdout, _ = run("check", project=made)
    assert code == 1
    assert stdout.startswith(f"schema.yaml:{line}:1: R601 schema-keyword: no keyword 'titel'")
    assert stdout.count("hint:") == 1


def test_a_schema_that_is_not_utf_8_is_exit_1(made: Path, run: Run) -> None:
    """Like a source file that is not."""
    (made / "schema.yaml").write_bytes(b"title: caf\xe9\n")
    code, stdout, _ = run("check", project=made)
    assert (code, "R101" in stdout) == (1, True)


def test_a_view_that_is_not_utf_8_is_exit_1(made: Path, run: Run) -> None:
    """Like a source file that is not."""
    (made / "views" / "cafe.sql").write_bytes(b"-- Caf\xe9\n-- What.\nSELECT 1\n")
    code, stdout, _ = run("check", project=made)
    assert (code, "views/cafe.sql" in stdout) == (1, True)


def test_a_crash_in_a_check_names_the_check_and_the_file(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 3, with the traceback; a bug is not a problem of the sources."""

    def check_nothing(here: Unit, world: World) -> list[Problem]:
        if here.rows["stances"]:
            raise ZeroDivisionError("made for this test")
        return []

    monkeypatch.setattr(readout.checks, "CHECKS", (check_nothing,))
    monkeypatch.setattr(sys, "argv", ["readout", "--project", str(made), "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    assert ended.value.code == 3
    assert printed.out == ""
    last = printed.err.splitlines()[-1]
    assert last == (
        f"readout: this is a bug: the check check_nothing crashed on sources/articles/harbour-post/{HARBOUR}.md"
    )
    assert "ZeroDivisionError: made for this test" in printed.err


def test_a_crash_in_reading_names_the_file(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 3, too."""
    from readout.record import Reader  # noqa: PLC0415

    def fail(self: Reader, source: object) -> None:
        raise RuntimeError("made for this test")

    monkeypatch.setattr(Reader, "read", fail)
    monkeypatch.setattr(sys, "argv", ["readout", "--project", str(made), "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    assert "crashed on sources/actors.yaml" in capsys.readouterr().err


def test_the_entry_point_is_the_module(made: Path) -> None:
    """`readout` and `python -m readout` are the same function, and print the same."""
    import tomllib  # noqa: PLC0415

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"readout": "readout.cli:main"}
    broken(made)
    called = run_python("-c", "from readout.cli import main; main()", "--project", str(made), "check", cwd=ROOT)
    module = run_python("-m", "readout", "--project", str(made), "check", cwd=ROOT)
    assert (called.returncode, called.stdout) == (module.returncode, module.stdout)
    assert called.returncode == 1


HEAVY = ("datasette", "sqlite_utils", "rapidfuzz", "httpx", "uvicorn", "jinja2", "wcwidth")
LOADED = """
import sys
from readout.cli import main
try:
    main()
except SystemExit as end:
    code = end.code or 0
print(sorted(name for name in sys.modules if name.partition(".")[0] in HEAVY))
sys.exit(code if "code" in dir() else 0)
"""


def test_check_loads_neither_datasette_nor_what_builds(made: Path) -> None:
    """What takes time to load is loaded by the commands that need it."""
    program = f"HEAVY = {HEAVY!r}\n{LOADED}"
    ended = run_python("-c", program, "--project", str(made), "check", cwd=ROOT)
    assert (ended.returncode, ended.stdout) == (0, "[]\n")
    ended = run_python("-c", program, "--project", str(made), "build", cwd=ROOT)
    assert ended.returncode == 0
    assert "'sqlite_utils'" in ended.stdout
    assert "'datasette'" not in ended.stdout


def test_docs_writes_what_is_generated(made: Path, run: Run) -> None:
    """metadata.yml and docs/schema.md; a second time there is nothing to write."""
    code, stdout, stderr = run("docs", project=made)
    assert (code, stdout) == (0, "")
    assert stderr.splitlines() == ["wrote metadata.yml", "wrote schema.md"]
    assert run("docs", project=made) == (0, "", "")


def test_text_in_any_script_is_printed_whatever_the_locale(made: Path) -> None:
    """A problem with a word in another script is shown, and not a crash, where the terminal is plain ASCII."""
    article = made / "sources" / "articles" / "harbour-post" / f"{HARBOUR}.md"
    edit(article, "origin: wire", "origin: 決して")
    ended = subprocess.run(
        [sys.executable, "-m", "readout", "--project", str(made), "check"],
        env=environment(PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONCOERCECLOCALE="0"),
        capture_output=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert b"R208" in ended.stdout
