"""Requests that no browser sends: each is answered, soon, with no fault of the server and nothing of the machine."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.attacked import Attacked, raw, serving
from tests.web.odd_requests import ADDRESSES, BYTES

PATH = re.compile(r"/(home|usr|work|etc|var|root|opt)/|/tmp/|Traceback|0x[0-9a-f]{9}|site-packages|\.py\b")


@pytest.fixture(scope="module", params=[False, True], ids=["datasette-0", "datasette-1"])
def server(
    request: pytest.FixtureRequest, real_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Attacked]:
    """The repository's dataset, served by either Datasette."""
    with serving(real_database, tmp_path_factory.mktemp("requests"), request.param) as running:
        yield running


def test_no_address_is_answered_by_a_fault(server: Attacked) -> None:
    """Every one gets an answer that is no 500, in at most five seconds, and tells nothing of the machine."""
    quiet = server.memory()
    wrong = []
    for address in ADDRESSES:
        for method in (b"GET", b"HEAD"):
            started = time.monotonic()
            answer = raw(server.address, method + b" " + address.encode() + b" HTTP/1.1\r\nHost: a.example\r\n\r\n")
            took = time.monotonic() - started
            status = answer[9:12].decode()
            told = PATH.search(answer.decode("latin-1").replace(address, ""))
            if (
                not status.isdigit()
                or int(status) >= 500
                or took > 5
                or (told and b"/readout.db" not in address.encode())
            ):
                wrong.append((method, address[:80], status, f"{took:.1f} s", told))
    assert not wrong, "\n".join(map(str, wrong))
    assert server.peak - quiet < 200_000_000
    assert server.client.get("/").status_code == 200


@pytest.mark.parametrize("name", BYTES)
def test_no_request_is_answered_by_a_fault(server: Attacked, name: str) -> None:
    """A status below 500, or the connection is closed; the next visitor is answered."""
    started = time.monotonic()
    answer = raw(server.address, BYTES[name])
    assert time.monotonic() - started < 5
    assert not answer or answer[:9] == b"HTTP/1.1 ", answer[:100]
    assert not answer or int(answer[9:12]) < 500, answer[:400]
    assert not PATH.search(answer.decode("latin-1")) or name == "range"
    assert server.client.get("/robots.txt").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_sent(server: Attacked, method: str) -> None:
    """405 in every form, with what can be done."""
    for path in ("/", "/readout", "/readout/articles.json", "/-/messages", "/-/logout", "/search"):
        answer = server.client.request(method, path, content=b"x=1")
        assert answer.status_code == 405, path
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
        assert "can be read" in answer.text


def test_other_visitors_cookies_do_not_break_a_page(server: Attacked) -> None:
    """Unreadable cookies are as none."""
    for cookie in ("a:b=1", "\x80=1", "[]={}", ";;;", "ds_actor=nonsense", "ds_messages=nonsense"):
        answer = server.client.get("/readout/articles", headers={b"cookie": cookie.encode("latin-1")})
        assert answer.status_code == 200, cookie


def test_the_log_has_no_fault_in_it(server: Attacked) -> None:
    """After all of this nothing happened that nobody foresaw."""
    log = server.log.read_text(errors="replace")
    assert "Exception in ASGI application" not in log
