"""The configuration of nginx, in front of a server that tells what it was sent."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from .behind import Behind
from .front import NAME, SERVER, Front, fronting, kept

#: An address that says from whom nginx takes a request to be, for any address that one claims.
WHO = """
server {
    listen 127.0.0.1:%d;
    set_real_ip_from 127.0.0.1;
    real_ip_header X-Claimed;
    return 200 $readout_client;
}
"""


@pytest.fixture(scope="module")
def behind() -> Iterator[Behind]:
    """A server for all tests of this module."""
    server = Behind()
    yield server
    server.close()


@pytest.fixture(scope="module")
def front(behind: Behind, tmp_path_factory: pytest.TempPathFactory, who: int) -> Iterator[Front]:
    """nginx before it; what is slow is cut off after a second, and what is kept is kept for two."""
    changes = {
        SERVER: behind.address,
        "client_header_timeout       10s": "client_header_timeout 1s",
        "404 30s": "404 2s",
    }
    with fronting(tmp_path_factory.mktemp("front"), changes, WHO % who) as running:
        yield running


@pytest.fixture(scope="module")
def who() -> int:
    """The port at which nginx says who asks."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_server_hears_nothing_of_a_visitor_but_the_address(front: Front) -> None:
    """No cookie, no password, no claimed address; and the visitor gets no cookie."""
    sent = {"cookie": "a=b", "authorization": "Basic eDp5", "x-forwarded-for": "8.8.8.8", "x-forwarded-proto": "ftp"}
    answer = front.client("127.0.0.2", **sent).get("/told")
    heard = answer.json()
    assert heard.keys().isdisjoint({"cookie", "authorization"})
    assert (heard["x-forwarded-for"], heard["x-forwarded-proto"]) == ("127.0.0.2", "https")
    assert (heard["host"], heard["accept-encoding"]) == (NAME, "gzip")
    assert "set-cookie" not in answer.headers


def test_what_may_be_kept_is_kept_for_a_moment(front: Front, behind: Behind) -> None:
    """Others may keep it for 30 s, whatever time the address asks for; then the server is asked again."""
    client = front.client()
    found = [client.get("/kept?_ttl=86400") for _ in range(2)]
    assert [kept(one) for one in found] == ["MISS", "HIT"]
    assert {one.headers["cache-control"] for one in found} == {"public, max-age=30"}
    time.sleep(3.1)
    assert kept(client.get("/kept?_ttl=86400")) == "EXPIRED"
    assert behind.asked["/kept?_ttl=86400"] == 2


def test_what_must_not_be_kept_is_not(front: Front, behind: Behind) -> None:
    """The server's word on it holds."""
    client = front.client()
    assert {client.get("/no-store").headers["cache-control"] for _ in range(2)} == {"no-store"}
    assert behind.asked["/no-store"] == 2


def test_many_visitors_of_a_page_are_one_to_the_server(front: Front, behind: Behind) -> None:
    """Whoever comes while it is fetched waits for it."""
    behind.go_on.clear()
    with ThreadPoolExecutor(20) as visitors:
        clients = [front.client() for _ in range(20)]
        answers = [visitors.submit(client.get, "/slow/page") for client in clients]
        time.sleep(0.5)
        behind.go_on.set()
        assert {answer.result().status_code for answer in answers} == {200}
    assert behind.asked["/slow/page"] == 1


def test_while_the_server_fails_what_was_kept_is_shown(front: Front, behind: Behind) -> None:
    """Also after its time; what was never kept is an error."""
    client = front.client()
    assert client.get("/sound").status_code == 200
    time.sleep(3.1)
    behind.failing = True
    try:
        answer = client.get("/sound")
        assert (answer.status_code, kept(answer)) == (200, "STALE")
        assert client.get("/never-seen").status_code == 500
    finally:
        behind.failing = False


def test_rows_come_as_they_are_made(front: Front, behind: Behind) -> None:
    """The first are there before the server has made the last."""
    behind.go_on.clear()
    with front.client().stream("GET", "/readout/quotes.csv") as answer:
        pieces = answer.iter_raw()
        assert next(pieces) == b"first\n"
        behind.go_on.set()
        assert b"".join(pieces) == b"last\n"


def test_rows_that_break_off_are_seen_to(front: Front, behind: Behind) -> None:
    """They don't become a file that looks whole."""
    behind.go_on.clear()
    with front.client().stream("GET", "/readout/broken.csv") as answer:
        pieces = answer.iter_raw()
        assert next(pieces) == b"first\n"
        behind.go_on.set()
        with pytest.raises(httpx.RemoteProtocolError):
            list(pieces)


def test_who_sends_a_byte_at_a_time_is_cut_off(front: Front, behind: Behind) -> None:
    """A hundred of them, while others are served."""
    slow = [socket.create_connection(("127.0.0.1", front.port), timeout=10) for _ in range(100)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
    begun = time.monotonic()
    assert front.client().get("/meanwhile").status_code == 200
    for connection in slow:
        while not is_cut_off(connection):
            assert time.monotonic() - begun < 20


def is_cut_off(connection: socket.socket) -> bool:
    """Send one more byte, and see whether the other end has gone."""
    try:
        connection.sendall(b"a")
        connection.settimeout(0.05)
        return connection.recv(1000) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_nothing_can_be_sent(front: Front, behind: Behind) -> None:
    """No method that changes anything, no body."""
    client = front.client()
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/sent", content=b"x" * 100, extensions={"sni_hostname": NAME})
        assert answer.status_code == 405
    large = client.request("GET", "/sent", content=b"x" * 5000, extensions={"sni_hostname": NAME})
    assert large.status_code == 413
    assert behind.asked["/sent"] == 0


def test_other_names_are_not_answered(front: Front) -> None:
    """Neither with TLS nor without; without it the site's own name leads to TLS."""
    with httpx.Client(trust_env=False) as client:
        with pytest.raises(httpx.TransportError):
            client.get(f"http://127.0.0.1:{front.port}/")
        answer = client.get(f"http://127.0.0.1:{front.port}/a?b=c", headers={"host": NAME})
        assert (answer.status_code, answer.headers["location"]) == (301, f"https://{NAME}/a?b=c")
    with httpx.Client(trust_env=False, verify=False) as client, pytest.raises(httpx.ConnectError):
        client.get(f"https://127.0.0.1:{front.tls_port}/")


def test_who_asks_too_much_is_told_so_and_others_are_not(front: Front) -> None:
    """SQL: ten at once, then one a second for an address; ordinary pages go on for it."""
    client, other = front.client("127.0.0.3"), front.client("127.0.0.4")
    found = [client.get(f"/readout.json?sql=select+{number}").status_code for number in range(40)]
    assert found[:11] == [200] * 11
    assert 429 in found
    assert client.get("/stories/a").status_code == 200
    assert other.get("/readout.json?x=y&sql=select+1").status_code == 200


@pytest.mark.parametrize(
    ("claimed", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:a:b:c:d", "2001:db8:1:2"),
        ("2001:db8:1:2:ffff:b:c:d", "2001:db8:1:2"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_house_counts_as_one(front: Front, who: int, claimed: str, counted: str) -> None:
    """An address, or for IPv6 the network."""
    answer = httpx.get(f"http://127.0.0.1:{who}/", headers={"x-claimed": claimed}, trust_env=False)
    assert answer.text == counted


def test_the_logs_name_nobody(front: Front) -> None:
    """Neither addresses nor what was looked for, and all the same what happened."""
    front.client("127.0.0.9").get("/search?q=something-private")
    threading.Event().wait(0.1)
    log = (front.folder / "readout.log").read_text()
    assert " GET /search " in log
    assert "127.0.0." not in log and "something-private" not in log
    assert "client:" not in (front.folder / "readout-error.log").read_text()
