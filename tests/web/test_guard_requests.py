"""Requests that no browser sends: each is answered, soon, with no fault of the server and nothing of the machine."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.attacked import Attacked, raw, serving

PATH = re.compile(r"/(home|usr|work|etc|var|root|opt)/|/tmp/|Traceback|0x[0-9a-f]{9}|site-packages|\.py\b")
LONG = "x" * 30_000

#: Addresses, with what one may answer besides 200, 302 and 404.
ADDRESSES = [
    "/readout/articles?_next=%00",
    "/readout/articles?_next=" + "a," * 100,
    "/readout/articles?_size=-1",
    "/readout/articles?_size=99999999999999999999",
    "/readout/articles?_size=x",
    "/readout/articles.json?_shape=x",
    "/readout/articles.json?_shape=object&_size=max",
    "/readout/quotes.json?_shape=arrayfirst&_size=max",
    "/readout/articles?_sort=nothing",
    "/readout/articles?_sort=id&_sort_desc=id",
    "/readout/articles?_where=",
    "/readout/articles?_where=1;drop+table+articles",
    "/readout/articles?_where=%00",
    "/readout/articles?_through=x",
    "/readout/articles?_through=%7B%7D",
    '/readout/articles?_through={"table":"x","column":"y","value":"z"}',
    '/readout/articles?_through={"table":"quotes","column":"article","value":"z"}',
    "/readout/articles?_facet=nothing",
    "/readout/articles?_facet_array=id",
    "/readout/articles?_facet_date=published",
    "/readout/articles?_facet_size=-1",
    "/readout/articles?_facet_size=max&_facet=id",
    "/readout/articles?_facet_size=99999999999",
    "/readout/articles?_search=%22",
    "/readout/articles?_search=NEAR(&_searchmode=raw",
    "/readout/articles?_search_headline=%22",
    "/readout/articles?_search_nothing=a",
    "/readout/articles?_search=" + "a*+OR+" * 500 + "b&_searchmode=raw",
    "/readout/articles?id__glob=" + "*" * 900,
    "/readout/articles?id__like=" + "%25" * 5000,
    "/readout/articles?id__in=" + "a," * 5000,
    "/readout/articles?id__in=[" + "1," * 900 + "1]",
    "/readout/articles?id__arraycontains=x",
    "/readout/articles?id__date=x",
    "/readout/articles?id__nothing=x",
    "/readout/articles?" + "&".join(f"id__contains={number}" for number in range(190)),
    "/readout/articles?_col=" + "&_col=".join(["id"] * 150),
    "/readout/articles.json?_extra=" + "x," * 2000,
    "/readout/articles.json?_json=id",
    "/readout/articles?_filter_column=x&_filter_op=y&_filter_value=z",
    "/readout/articles?_trace=1",
    "/readout/articles?_ttl=999999999999999999",
    "/readout/articles.json?_shape=object&_where=0",
    "/readout/articles.blob?_blob_column=id",
    "/readout/articles/x.blob?_blob_column=id",
    "/readout/claim_matrix.json?_size=max",
    "/readout/claim_matrix?_sort=claim&_next=x",
    "/readout/articles.nothing",
    "/readout.nothing",
    "/readout/articles.json.json",
    "/readout/",
    "//readout",
    "/readout//articles",
    "/:memory:",
    "/_memory",
    "/_internal",
    "/_internal/databases",
    "/__INTERNAL__",
    "/readout.db?x=1",
    "/readout-wal",
    "/readout/sqlite_master",
    "/readout/sqlite_sequence",
    "/readout/pragma_database_list",
    "/readout/articles_fts",
    "/readout/articles_fts_data?_size=5",
    "/-/static/../../../../etc/passwd",
    "/-/static/%2e%2e/%2e%2e/app.py",
    "/-/static/..%2f..%2fapp.py",
    "/-/static/",
    "/-/static/x%00y",
    "/-/static-plugins/readout/../plugin.py",
    "/-/static-plugins/readout/%2e%2e/plugin.py",
    "/-/static-plugins/readout/",
    "/readout/%ff%fe",
    "/readout/~ff~fe",
    "/readout/~00",
    "/articles/~2e~2e",
    "/articles/%2e%2e%2f",
    "/articles/" + "a" * 5000,
    "/%F0%9F%92%A9",
    "/readout/articles/%00",
    "/compare?article=" + "x" * 3000,
    "/compare?" + "article=x&" * 150,
    "/search?q=" + "%22" * 3000,
    "/search?q=" + "a*+" * 3000,
    "/search?q=%00%01%ff",
    "/search?q=x&page=99999999999999999999",
    "/plots?story=%00",
    "/plots/timeline.svg?story=" + LONG,
    "/plots/stance.png?all=1",
    "/sitemap-999999999999.xml",
    "/sitemap-0.xml",
    "/feeds/articles.atom?x=%ff",
    "/?" + "&".join(f"a{number}=1" for number in range(190)),
    "/readout/search_everything?words=" + "%22" * 500,
    "/readout/search_everything.json?words=" + LONG,
    "/readout?sql=" + "%00",
    "/readout?sql=" + "%ff%fe",
    "/readout?sql=select+:a&a=" + LONG,
    "/readout?sql=select+1&_timelimit=x",
    "/readout?sql=select+1&_timelimit=-5",
    "/readout.json?sql=select+1&_size=x",
    "/-/databases",
    "/-/databases.json",
    "/-/plugins.json?all=1",
    "/-/versions.json",
    "/-/settings.json",
    "/-/metadata.json",
    "/-/config.json",
    "/-/threads",
    "/-/threads.json",
    "/-/tasks.json",
    "/-/actor.json",
    "/-/auth-token?token=x",
    "/-/permissions",
    "/-/messages",
    "/-/logout",
    "/-/allow-debug?actor={}&allow={}",
    "/-/allow-debug?actor=" + "[" * 3000,
    "/-/patterns",
    "/-/jump.json?q=" + LONG[:5000],
    "/-/schema.json",
    "/readout/-/schema",
    "/readout/-/queries",
    "/readout/-/query",
    "/readout/-/query/parameters?sql=:a",
    "/readout/-/queries/analyze?sql=select+1",
    "/readout/-/execute-write?sql=drop+table+x",
    "/readout/-/execute-write/analyze?sql=select+1",
    "/readout/articles/-/autocomplete?q=%25",
    "/readout/articles/-/count",
    "/readout/-/create",
    "/readout/articles/-/fragment",
    "/-/api",
    "/-/create-token",
    "/-/rules",
    "/-/check",
    "/-/allowed",
    "/-/actions",
]

#: Whole requests as bytes.
BYTES = {
    "no-host": b"GET / HTTP/1.1\r\n\r\n",
    "odd-host": b"GET /readout.json HTTP/1.1\r\nHost: a\"><script>\r\n\r\n",
    "spaces": b"GET /read out HTTP/1.1\r\nHost: a\r\n\r\n",
    "bytes-in-path": b"GET /\xff\xfe\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    "bytes-in-query": b"GET /search?q=\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
    "absolute": b"GET http://elsewhere/readout HTTP/1.1\r\nHost: a\r\n\r\n",
    "star": b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    "trace": b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
    "post": b"POST /readout HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b",
    "put": b"PUT /readout/articles/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
    "large-post": b"POST /-/messages HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Cookie: ds_csrftoken=x\r\nContent-Length: 999999999\r\n\r\n" + b"a" * 200_000,
    "body-of-get": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
    "chunked-get": b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "cookie": b"GET /readout HTTP/1.1\r\nHost: a\r\nCookie: \xff\x01=[]; ,,;;=; a b=c; ds_actor=x\r\n\r\n",
    "cookie-key": b"GET /readout HTTP/1.1\r\nHost: a\r\nCookie: a:b=1; expires=; path=\"\\777\"; $x=y\r\n\r\n",
    "many-headers": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(3000)) + b"\r\n",
    "long-header": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 500_000 + b"\r\n\r\n",
    "long-address": b"GET /readout?sql=" + b"a" * 500_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "long-query": b"GET /readout?" + b"a" * 61_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "many-arguments": b"GET /readout/articles?" + b"a&" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "half": b"GET /readout HTTP/1.1\r\nHos",
    "range": b"GET /readout.db HTTP/1.1\r\nHost: a\r\nRange: bytes=0-0,1-1,2-2\r\n\r\n",
    "websocket": b"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\r\n",
    "authorization": b"GET /readout HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer dstok_x\r\n\r\n",
    "forwarded": b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: \x01, ::::, %00\r\nX-Forwarded-Proto: x\r\n\r\n",
}  # fmt: skip


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
        answer = server.client.get("/readout/articles", headers={"cookie": cookie.encode("latin-1")})
        assert answer.status_code == 200, cookie


def test_the_log_has_no_fault_in_it(server: Attacked) -> None:
    """After all of this nothing happened that nobody foresaw."""
    log = server.log.read_text(errors="replace")
    assert "Exception in ASGI application" not in log
