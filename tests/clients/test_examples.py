"""Every program of examples/ is run against a running site, and finds what SQL finds in the database."""

import csv
import functools
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import ROOT, run_readout
from tests.web.attacked import Attacked, serving

EXAMPLES = ROOT / "examples"
COUNTS = """
    SELECT outlet, type, count(*) FROM quotes JOIN articles ON articles.id = quotes.article GROUP BY 1, 2 ORDER BY 1, 2
"""
#: The program that each kind of example is run by; without it, its test is skipped, or fails where CI=true.
PROGRAMS = {".sh": ["sh"], ".py": [sys.executable], ".mjs": ["node"], ".R": ["Rscript"]}
#: What is no program of its own, and tested below, or used by one.
OTHERS = {"README.md", "readout.ipynb", "page.html", "readout.mjs"}


@pytest.fixture(scope="module", params=[False, True], ids=["datasette-0", "datasette-1"])
def site(
    request: pytest.FixtureRequest, built_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Attacked]:
    """The made-up project with the exports that an example downloads."""
    pytest.importorskip("pyarrow")
    project = tmp_path_factory.mktemp("clients") / "project"
    shutil.copytree(built_project, project)
    ended = run_readout("export", "parquet", project=project)
    assert ended.code == 0, ended.stderr
    with serving(project / "build" / "readout.db", project, request.param) as running:
        yield running


def found(built_project: Path, sql: str) -> str:
    """What the database itself says, a row a line."""
    with closing(sqlite3.connect(built_project / "build" / "readout.db")) as connection:
        return "".join(" ".join(map(str, row)) + "\n" for row in connection.execute(sql))


def need(program: str, package: str) -> None:
    """Where a program is missing: skip, but never where CI=true."""
    if not shutil.which(program):
        said = f"{program} is missing; on Debian: apt-get install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(said, pytrace=False)
        pytest.skip(said)


def test_every_example_is_run() -> None:
    """None is left out."""
    names = {file.name for file in EXAMPLES.iterdir() if not file.name.startswith((".", "__"))}
    assert names > OTHERS
    assert {Path(name).suffix for name in names - OTHERS} == PROGRAMS.keys()


@pytest.mark.parametrize("name", sorted(file.name for file in EXAMPLES.iterdir() if file.suffix in PROGRAMS))
def test_an_example_finds_what_is_there(site: Attacked, built_project: Path, name: str) -> None:
    """It says so on standard output, and nothing else."""
    if name == "readout.mjs":
        return
    needed = {".sh": ("jq", "jq"), ".mjs": ("node", "nodejs"), ".R": ("Rscript", "r-base-core r-cran-jsonlite")}
    for program, package in [needed[Path(name).suffix]] if Path(name).suffix in needed else []:
        need(program, package)
    if name.endswith(".sh"):
        need("curl", "curl")
    sql = "SELECT type, count(*) FROM quotes GROUP BY 1 ORDER BY 1" if name == "pages.sh" else COUNTS
    ended = subprocess.run(
        [*PROGRAMS[Path(name).suffix], EXAMPLES / name, site.address],
        capture_output=True, text=True, timeout=120, check=False, env={**os.environ, "no_proxy": "127.0.0.1"},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == found(built_project, sql)


def test_an_example_that_finds_no_site_says_so() -> None:
    """It ends with an error, and not with no rows."""
    ended = subprocess.run(
        ["sh", EXAMPLES / "query.sh", "http://127.0.0.1:9"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode != 0 or not ended.stdout, ended.stdout) == (True, "")
    assert "127.0.0.1" in ended.stderr


def test_the_notebook_runs_and_draws_three_plots(site: Attacked) -> None:
    """From its first cell to its last, in a kernel of its own."""
    python = os.environ.get("READOUT_STANDARDS")
    if not python:
        pytest.skip("READOUT_STANDARDS does not name a Python with nbclient, pandas and matplotlib")
    program = Path(__file__).with_name("notebook.py")
    ended = subprocess.run(
        [python, program, EXAMPLES / "readout.ipynb", site.address],
        capture_output=True, text=True, timeout=180, check=False, env={**os.environ, "no_proxy": "127.0.0.1"},
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (0, "3\n"), ended.stderr[-3000:]


@pytest.mark.parametrize("address", ["/readout/quotes.csv?_dl=on&_bom=on", "/readout/quotes.csv?type=direct"])
def test_what_a_spreadsheet_imports(site: Attacked, built_project: Path, address: str) -> None:
    """CSV at once, without being sent elsewhere, in UTF-8, all rows, and nothing that a spreadsheet would run."""
    answer = site.client.get(address)
    assert (answer.status_code, answer.history) == (200, [])
    assert answer.headers["content-type"].endswith("charset=utf-8")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    where = "WHERE type = 'direct'" if "direct" in address else ""
    assert f"{len(rows)}\n" == found(built_project, f"SELECT count(*) FROM quotes {where}")
    assert not any(value.startswith(("=", "@")) for row in rows for value in row.values())


@contextmanager
def elsewhere(folder: Path) -> Iterator[str]:
    """Another site, with the files of a folder."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder))
    handler.extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # type: ignore[attr-defined]
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_page_of_another_site_reads_the_data(site: Attacked, built_project: Path) -> None:
    """In a browser, which asks nobody but that page's site and ours."""
    pytest.importorskip("playwright")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    need("chromium", "chromium")
    asked: list[str] = []
    with elsewhere(EXAMPLES) as other, sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{other}/page.html?site={site.address}")
        page.wait_for_function("document.title === 'done'", timeout=60_000)
        lines = [" ".join(row.inner_text().split()) for row in page.locator("tbody tr").all()]
        browser.close()
    assert "\n".join(lines) + "\n" == found(built_project, COUNTS)
    assert all(url.startswith((other, site.address)) for url in asked)
    assert any(url.startswith(site.address) for url in asked)
