"""`readout serve --watch`, as a person runs it: what is saved is built and served, and nothing is left behind."""

import json
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import Runner
from tests.kept import LANTERN
from tests.made import edit, write
from tests.running import Running, running, until

PAGE = "/articles/2024-05-03-ferry-bumps-bridge"
BEFORE, AFTER = "Ferry bumps bridge, supper late", "Ferry misses bridge, supper on time"


def unused_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Watched:
    """A running `serve --watch`: what it says, and what its pages say."""

    def __init__(self, command: Running, project: Path, port: int) -> None:
        self.command, self.project = command, project
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False)

    def page(self, path: str = PAGE) -> str:
        """A page's text; empty while nothing answers."""
        try:
            return self.client.get(path).text
        except httpx.TransportError:
            return ""

    def state(self) -> dict[str, Any]:
        """What an open page asks for; empty while nothing answers."""
        try:
            return dict(self.client.get("/-/readout-watch").json())
        except (httpx.TransportError, ValueError):
            return {}

    def server(self) -> str:
        """The number of the server's process."""
        pid = self.command.process.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text()

    def until(self, is_so: Any) -> None:
        """Wait for something that has to come about while the command goes on."""
        self.command.until(is_so)

    def over(self, number: int = signal.SIGINT) -> int:
        """End it; returns its exit code. Its server is gone, and so is what it kept beside the database."""
        code = self.command.end(number)
        until(lambda: not is_alive(self.command.process.pid))
        assert self.page() == ""
        build = self.project / "build"
        assert [file.name for file in build.glob(".*")] in ([], [".store.db"])
        assert "Traceback" not in self.command.complained
        return code


def is_alive(group: int) -> bool:
    """Whether any process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def watched(project: Path, *arguments: str, python: str = sys.executable, before: str = "") -> Iterator[Watched]:
    """Serve a project, watching it."""
    port = unused_port()
    serve = ("serve", "--watch", "--port", str(port))
    with running(project, *serve, *arguments, python=python, before=before) as command:
        try:
            yield Watched(command, project, port)
        finally:
            if is_alive(command.process.pid):  # the test failed: its server goes as well
                os.killpg(command.process.pid, signal.SIGKILL)


Watch = Callable[..., AbstractContextManager[Watched]]
#: Every project is one of many files, whose database is changed where it lies.
AS_MANY = "import readout.commands.serve as s, readout.compile.change as c; s.MANY, c.COPIED = 1, 0"


@pytest.fixture(params=["", AS_MANY], ids=["few", "many"])
def watch(request: pytest.FixtureRequest) -> Watch:
    """Serves a project of few files, or as if it had many."""
    return partial(watched, before=request.param)


@pytest.fixture(params=["0", "1"], ids=["datasette-0", "datasette-1"])
def python(request: pytest.FixtureRequest) -> str:
    """The interpreter with either version of Datasette; skips where there is none."""
    if request.param == "0":
        return sys.executable
    found = os.environ.get("READOUT_DATASETTE_1")
    if not found:
        pytest.skip("READOUT_DATASETTE_1 does not name a Python with Datasette 1.0")
    return found


def test_the_pages_follow_what_is_saved(project: Path, python: str, watch: Watch) -> None:
    """A new headline is served; with a problem the last build is, which is said; put right, the next one is."""
    with watch(project, python=python) as site:
        site.until(lambda: BEFORE in site.page())
        first = site.state()
        assert first == {"count": 0, "problems": [], "build": first["build"]}
        assert f"watch.js?build={first['build']}" in site.page()
        edit(project / LANTERN, BEFORE, AFTER)
        site.until(lambda: AFTER in site.page() and site.state().get("build", first["build"]) != first["build"])
        second = site.state()
        edit(project / LANTERN, "genre: Rep", "gnere: Rep")
        edit(project / LANTERN, AFTER, BEFORE)
        site.until(lambda: "no field 'gnere' here" in str(site.state().get("problems")))
        assert (site.state()["build"], AFTER in site.page()) == (second["build"], True)
        edit(project / LANTERN, "gnere: Rep", "genre: Rep")
        site.until(lambda: BEFORE in site.page() and site.state() == first)
        assert site.over() == 0
        assert "Readout is at http://127.0.0.1:" in site.command.last
        assert "INFO" not in site.command.said + site.command.complained


def test_a_large_database_is_served_where_it_lies(project: Path, run: Runner) -> None:
    """A save changes its rows in place, without a copy, and whoever reads it sees them."""
    assert run("build").code == 0
    database = project / "build" / "readout.db"
    before = database.stat()
    with watched(project, before=AS_MANY) as site, closing(sqlite3.connect(database)) as reader:
        site.until(lambda: BEFORE in site.page())
        assert not [*database.parent.glob(".serving-*/readout.db")]
        assert site.client.post("/readout/articles/-/insert", json={"row": {"id": "one"}}).status_code == 405
        edit(project / LANTERN, BEFORE, AFTER)
        ask = "SELECT count(*) FROM articles WHERE headline LIKE ? || '%'"
        site.until(lambda: reader.execute(ask, (AFTER,)).fetchone() == (1,))
        after = database.stat()
        assert (after.st_ino, after.st_nlink) == (before.st_ino, 1)
        site.until(lambda: site.state().get("count") == 0)
        assert site.over() == 0


def test_a_saved_view_and_a_broken_one(project: Path, watch: Watch) -> None:
    """SQL that fails is a problem, and the last build stays; a view that is there anew has a page."""
    (view,) = (project / "views").glob("silences.sql")
    with watch(project) as site:
        site.until(lambda: site.state().get("count") == 0)
        text = view.read_text(encoding="utf-8")
        write(view, text + "\nnonsense")
        site.until(lambda: site.state().get("count"))
        assert "R607" in site.state()["problems"][0]
        assert BEFORE in site.page()
        write(
            project / "views" / "more.sql",
            "-- More\n-- What there is more.\n--\n-- id: its id\nSELECT id FROM stories\n",
        )
        write(view, text)
        site.until(lambda: site.state().get("count") == 0)  # told when a server of the new build has taken over
        site.until(lambda: "otterby-bridge" in site.page("/readout/more.json"))
        assert site.over() == 0


def test_what_changes_nothing_builds_nothing(project: Path, watch: Watch) -> None:
    """A file that is saved as it was, a hidden one, a problem and its end: the same server goes on."""
    with watch(project) as site:
        site.until(lambda: BEFORE in site.page())
        first, server, said = site.state(), site.server(), site.command.said
        write(project / LANTERN, (project / LANTERN).read_text(encoding="utf-8"))
        write(project / "sources" / ".hidden", "no")
        edit(project / LANTERN, "genre: Rep", "gnere: Rep")
        site.until(lambda: site.state().get("count"))
        site.until(lambda: "1 problem (" in site.command.last or "problems (" in site.command.last)
        assert site.command.said.removeprefix(said).count("Ctrl-C") == 1
        edit(project / LANTERN, "gnere: Rep", "genre: Rep")
        site.until(lambda: site.state() == first)
        assert site.server() == server
        assert site.over() == 0


def test_problems_at_the_beginning(project: Path, watch: Watch) -> None:
    """Without a database nothing is served until they are gone; with one, the last build is."""
    edit(project / LANTERN, "genre: Rep", "gnere: Rep")
    with watch(project) as site:
        site.until(lambda: "Readout will be, once there are no problems, at http" in site.command.said)
        assert site.page() == ""
        edit(project / LANTERN, "gnere: Rep", "genre: Rep")
        site.until(lambda: BEFORE in site.page())
        assert site.over() == 0
    edit(project / LANTERN, "genre: Rep", "gnere: Rep")
    edit(project / LANTERN, BEFORE, AFTER)
    with watch(project) as site:
        site.until(lambda: site.state().get("count") == 1)
        assert BEFORE in site.page()
        edit(project / LANTERN, "gnere: Rep", "genre: Rep")
        site.until(lambda: AFTER in site.page())
        assert site.over() == 0


def test_a_schema_that_is_away_for_a_while(project: Path, watch: Watch) -> None:
    """That is a problem, as any other: the last build is served until it is back."""
    schema = project / "schema.yaml"
    with watch(project) as site:
        site.until(lambda: site.state().get("count") == 0)
        schema.rename(project / "away.yaml")
        site.until(lambda: site.state().get("count") == 1)
        assert "schema.yaml" in site.state()["problems"][0]
        assert BEFORE in site.page()
        (project / "away.yaml").rename(schema)
        site.until(lambda: site.state().get("count") == 0)
        assert site.over() == 0


def test_metadata_that_was_deleted(project: Path, run: Runner, watch: Watch) -> None:
    """It is written again before the server starts, though the database is fresh."""
    assert run("build").code == 0
    (project / "metadata.yml").unlink()
    with watch(project) as site:
        site.until(lambda: BEFORE in site.page())
        assert site.over() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_it_ends_when_it_is_asked_to(project: Path, number: int, watch: Watch) -> None:
    """As by Ctrl-C: no server goes on, and nothing is left beside the database."""
    with watch(project) as site:
        site.until(lambda: BEFORE in site.page())
        assert site.over(number) == 0


def test_ctrl_c_during_a_build(project: Path, run: Runner, watch: Watch) -> None:
    """The database is whole, and the next command knows whether it is of this version of the sources."""
    assert run("build").code == 0
    database = project / "build" / "readout.db"
    with watch(project) as site:
        site.until(lambda: BEFORE in site.page())
        edit(project / LANTERN, BEFORE, AFTER)
        timeline = project / "views" / "timeline.sql"
        write(timeline, timeline.read_text(encoding="utf-8") + "\n")  # so that all is built anew, which takes a while
        site.until(lambda: [*database.parent.glob(".readout.db.*")])
        assert site.over() == 0
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        (headline,) = connection.execute(
            "SELECT headline FROM articles WHERE headline LIKE 'Ferry %bridge,%'"
        ).fetchone()
    assert BEFORE in headline or AFTER in headline
    edit(project / LANTERN, AFTER, BEFORE)
    with watch(project) as site:
        site.until(lambda: BEFORE in site.page())
        assert site.over() == 0


def test_a_port_that_is_taken(project: Path, run: Runner) -> None:
    """Said at once, rather than by a server that does not start."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = run("serve", "--watch", "--port", str(taken.getsockname()[1]))
    assert ended.code == 2
    assert "leave out --port" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_is_newer_than_what_is_known_of_it(project: Path, run: Runner, watch: Watch) -> None:
    """Its manifest is of another build: it is built again, though the sources are as the manifest has them."""
    assert run("build").code == 0
    edit(project / LANTERN, BEFORE, AFTER)
    other = project / "build" / "manifest.json"
    noted = other.read_bytes()
    assert run("build").code == 0
    assert other.read_bytes() != noted
    other.write_bytes(noted)
    edit(project / LANTERN, AFTER, BEFORE)
    with watch(project) as site:
        site.until(lambda: BEFORE in site.page())
        assert site.over() == 0
    now, before = json.loads(other.read_bytes()), json.loads(noted)
    assert (now["content"], now["files"]) == (before["content"], before["files"])
