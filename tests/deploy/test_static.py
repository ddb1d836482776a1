"""The configuration of nginx for the static edition: files, with nothing behind them."""

from collections.abc import Iterator

import httpx
import pytest

from .front import NAME, fronting


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A visitor of a small made-up site."""
    site = tmp_path_factory.mktemp("edition")
    files = {
        "index.html": "home", "stories/a/index.html": "story", "articles/b.html": "article " + "x" * 2000,
        "quotes.csv": "a,b\n" * 500, "404.html": "not here",
    }  # fmt: skip
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    changes = {"/srv/readout-static": str(site)}
    with (
        fronting(tmp_path_factory.mktemp("front"), changes, names=("static.conf",)) as front,
        httpx.Client(base_url=f"http://127.0.0.1:{front.port}", headers={"host": NAME}, trust_env=False) as visitor,
    ):
        yield visitor


@pytest.mark.parametrize(
    ("path", "begins"),
    [
        ("/", "home"),
        ("/stories/a/", "story"),
        ("/stories/a", "story"),
        ("/articles/b", "article"),
        ("/quotes.csv", "a,b"),
    ],
)
def test_a_page_is_found_with_and_without_its_ending(client: httpx.Client, path: str, begins: str) -> None:
    """Links of the site lead to it either way; a browser takes nothing for what it is not."""
    answer = client.get(path)
    assert (answer.status_code, answer.text[: len(begins)]) == (200, begins)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, max-age=30"


def test_what_is_not_there_is_404(client: httpx.Client) -> None:
    """With the edition's own page; and nothing outside the folder is there."""
    assert client.get("/stories/b").text == "not here"
    for path in ("/stories/b", "/..%2f..%2fetc/passwd"):
        assert client.get(path).status_code in (400, 404)


def test_a_large_file_is_compressed_and_is_given_in_parts(client: httpx.Client) -> None:
    """As the visitor asks."""
    assert client.get("/articles/b.html").headers["content-encoding"] == "gzip"
    part = client.get("/quotes.csv", headers={"range": "bytes=0-2", "accept-encoding": "identity"})
    assert (part.status_code, part.text) == (206, "a,b")
