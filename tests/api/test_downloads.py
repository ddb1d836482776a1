"""/-/downloads: the database, and the exports that were made from the very file that is served."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from readout.export import FORMATS as FORMATS_KNOWN
from readout.export.listing import write_listing
from tests.conftest import run_readout
from tests.web.attacked import Attacked, serving

FORMATS = ("csv", "ndjson", "zenodo")


@pytest.fixture(scope="module", params=[False, True], ids=["datasette-0", "datasette-1"])
def served(
    request: pytest.FixtureRequest, built_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Attacked]:
    """The made-up project with some exports, from the folder with a copy that `readout serve` would serve."""
    project = tmp_path_factory.mktemp("downloads") / "project"
    shutil.copytree(built_project, project)
    ended = run_readout("export", *FORMATS, project=project)
    assert ended.code == 0, ended.stderr
    copy = project / "build" / ".serving-1-1"
    copy.mkdir()
    shutil.copy(project / "build" / "readout.db", copy)
    with serving(copy / "readout.db", project, request.param) as running:
        yield running


@pytest.fixture
def told(served: Attacked) -> dict[str, Any]:
    """The list as JSON."""
    return dict(served.client.get("/-/downloads.json").json())


def test_every_file_is_what_the_list_says(served: Attacked, told: dict[str, Any]) -> None:
    """Its bytes, its hash, a name to save it by, and readable by scripts of other sites."""
    files = [file for each in FORMATS for file in told["formats"][each]["files"]]
    assert len(files) > 100
    for file in [told["database"], *files[::9], *told["formats"]["zenodo"]["files"]]:
        answer = served.client.get(file["url"])
        assert answer.status_code == 200
        assert (len(answer.content), hashlib.sha256(answer.content).hexdigest()) == (file["bytes"], file["sha256"])
        assert answer.headers["access-control-allow-origin"] == "*"
        if "path" in file:
            assert f'filename="{Path(file["path"]).name.lstrip(".")}"' in answer.headers["content-disposition"]


def test_the_page_has_the_same(served: Attacked, told: dict[str, Any]) -> None:
    """Every file with its hash; how to make what was not made."""
    page = served.client.get("/-/downloads").text
    for name, each in told["formats"].items():
        assert each["title"] in page
        assert (f"<code>readout export {name}</code>" in page) == (each["files"] is None)
        for file in each["files"] or []:
            assert f'href="{file["url"]}"' in page
            assert file["sha256"] in page
    assert told["formats"]["parquet"]["files"] is None
    assert told["database"]["sha256"] in page


def test_parts_and_what_one_has_already(served: Attacked, told: dict[str, Any]) -> None:
    """Range, If-Range and If-None-Match, as RFC 9110 has them, whether or not the other end takes gzip."""
    file = next(each for each in told["formats"]["csv"]["files"] if each["path"] == "quotes.csv")
    get, size = served.client.get, file["bytes"]
    whole = get(file["url"])
    tag = whole.headers["etag"]
    for asked, start, end in (("0-9", 0, 10), ("10-", 10, size), ("-7", size - 7, size), (f"5-{size * 2}", 5, size)):
        part = get(file["url"], headers={"Range": f"bytes={asked}"})
        assert (part.status_code, part.headers["content-range"]) == (206, f"bytes {start}-{end - 1}/{size}")
        assert part.content == whole.content[start:end]
    assert get(file["url"], headers={"Range": f"bytes={size}-"}).status_code == 416
    assert get(file["url"], headers={"Range": "bytes=0-1,4-5"}).content == whole.content
    assert get(file["url"], headers={"Range": "bytes=0-1", "If-Range": '"other"'}).content == whole.content
    same = get(file["url"], headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    head = served.client.head(file["url"])
    assert (head.content, head.headers["content-length"]) == (b"", str(size))


def test_duckdb_reads_parts_from_the_address(served: Attacked, told: dict[str, Any], tmp_path: Path) -> None:
    """A download is the file that DuckDB takes; over the network its extension asks with Range."""
    file = next(each for each in told["formats"]["ndjson"]["files"] if each["path"] == "outlets.ndjson")
    (tmp_path / "outlets.ndjson").write_bytes(served.client.get(file["url"]).content)
    rows = duckdb.execute(f"SELECT count(*) FROM '{tmp_path}/outlets.ndjson'").fetchall()
    assert rows == [(served.sql("SELECT count(*) AS n FROM outlets").json()[0]["n"],)]


@pytest.mark.parametrize(
    "path", ["csv/nothing.csv", "csv/..%2F..%2Freadout.db", "csv/../../readout.db", "nothing/x", "csv.json", "csv/%00"]
)
def test_nothing_else_is_given(served: Attacked, path: str) -> None:
    """No file beside the exports, whatever the address."""
    assert served.client.get(f"/-/downloads/{path}").status_code in (400, 404)


def test_exports_of_another_build_are_not_offered(served: Attacked) -> None:
    """Nor is a file that is not as the listing has it; with the listing they are there again."""
    place = Path(served.log).parent / "build" / "export"
    listing = place.with_name(".export") / "csv.json"
    before = listing.read_text()
    try:
        listing.write_text(json.dumps({**json.loads(before), "database": "0" * 64}))
        assert served.client.get("/-/downloads/csv/outlets.csv").status_code == 404
        assert served.client.get("/-/downloads.json").json()["formats"]["csv"]["files"] is None
        assert "<code>readout export csv</code>" in served.client.get("/-/downloads").text
    finally:
        listing.write_text(before)
    kept = (place / "csv" / "outlets.csv").read_bytes()
    (place / "csv" / "outlets.csv").write_bytes(kept[:-1])
    assert served.client.get("/-/downloads/csv/outlets.csv").status_code == 404
    (place / "csv" / "outlets.csv").write_bytes(kept)
    assert served.client.get("/-/downloads/csv/outlets.csv").status_code == 200


def test_what_is_private_is_never_offered(served: Attacked, told: dict[str, Any]) -> None:
    """The format with the articles' texts is not named, and not given though it were there."""
    assert [name for name, each in FORMATS_KNOWN.items() if each.private] == ["brat"]
    assert "brat" not in told["formats"]
    place = Path(served.log).parent / "build" / "export"
    (place / "brat").mkdir()
    (place / "brat" / "text.txt").write_text("The reporter's own words.")
    write_listing(place, "brat", place.parent / "readout.db")
    assert served.client.get("/-/downloads/brat/text.txt").status_code == 404


def test_every_page_leads_there(served: Attacked) -> None:
    """From its foot; and every table, view, query and row leads to its rows as CSV and JSON."""
    for path in ("/", "/readout", "/search", "/compare", "/plots", "/readout/quotes", "/-/downloads", "/nothing"):
        assert 'href="/-/downloads"' in served.client.get(path).text, path
    key = served.sql("SELECT id FROM outlets").json()[0]["id"]
    for path in ("/readout/quotes", "/readout/claim_matrix", "/readout/left_out", f"/readout/outlets/{key}"):
        page = served.client.get(path).text
        for form in ("csv", "json"):
            assert f'href="{path}.{form}' in page.replace("http://localhost", ""), (path, form)


def test_the_home_page_describes_the_dataset_to_search_engines(served: Attacked) -> None:
    """As a schema.org Dataset with the database, and addresses that are whole."""
    page = served.client.get("/").text
    told = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (told["@type"], told["@context"]) == ("Dataset", "https://schema.org/")
    urls = {each["name"]: each for each in told["distribution"]}
    database = urls["The whole dataset as an SQLite database"]
    assert database["contentUrl"] == f"{served.address}/readout.db"
    assert served.client.get(database["contentUrl"]).status_code == 200
    assert any(each["contentUrl"].endswith("/-/downloads/zenodo/readout-csv.zip") for each in told["distribution"])
