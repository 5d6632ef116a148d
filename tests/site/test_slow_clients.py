"""The web server with real connections: slow clients take nothing from others, and large requests are asked about."""

import http.client
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.site.served import PAGE, PATIENCE, Site, rest_of, served, set_up, status_of
from waymark.site.web import connections

pytestmark = [
    pytest.mark.programs,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="asked once, on SQLite: connections are the same on both"),
]
_CROWD = 40  # five times as many as there are threads
_COOKIE = f"Cookie: csrftoken={'a' * 32}\r\n"
_FORM = f"Host: 127.0.0.1\r\n{_COOKIE}Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("served")
    set_up(data)
    with served(data) as running:
        yield running


def _idle(_client: socket.socket) -> None:
    pass


def _begins_a_head(client: socket.socket) -> None:
    client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")


def _begins_a_form(client: socket.socket) -> None:
    client.sendall(f"POST {PAGE} HTTP/1.1\r\n{_FORM}Content-Length: 2000\r\n\r\nlogin=".encode())


def _reads_nothing(client: socket.socket) -> None:
    client.sendall(b"GET /static/ninja/redoc.standalone.js.map HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")


@pytest.mark.parametrize("slow", [_idle, _begins_a_head, _begins_a_form, _reads_nothing])
def test_answers_others_while_slow_clients_stay(site: Site, slow: Callable[[socket.socket], None]) -> None:
    crowd = []
    for _one in range(_CROWD):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", site.port))
        slow(client)
        crowd.append(client)
    try:
        assert [site.page()[0] for _time in range(5)] == [200] * 5
        # None of them had to go for it.
        assert all(_is_open(client) for client in crowd)
    finally:
        for client in crowd:
            client.close()


def test_closes_who_waited_longest_where_there_are_too_many(site: Site) -> None:
    crowd = [site.connection() for _one in range(2 * connections.MOST + 50)]
    try:
        assert site.page()[0] == 200
        assert not all(_is_open(client) for client in crowd[: connections.MOST])
    finally:
        for client in crowd:
            client.close()


def test_keeps_a_crowd_of_one_address_that_reads_nothing_from_taking_all(site: Site) -> None:
    crowd = []
    try:
        for _one in range(connections.MOST):
            client = site.connection()
            _reads_nothing(client)
            crowd.append(client)
        assert [site.page()[0] for _time in range(3)] == [200] * 3
        # The pages did not wait until the server had closed the crowd.
        assert any(_is_open(client) for client in crowd)
    finally:
        for client in crowd:
            client.close()


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        (("192.0.2.7", 4000), "192.0.2.7"),
        (("::ffff:192.0.2.7", 4000, 0, 0), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 4000, 0, 0), "2001:0db8:0001:0002"),
        (("2001:db8:1:2:ffff::1", 4000, 0, 0), "2001:0db8:0001:0002"),
        (("fe80::1%eth0", 4000, 0, 2), "fe80:0000:0000:0000"),
        ("", ""),
    ],
)
def test_counts_a_whole_network_as_one_where_each_client_has_one(address: object, origin: str) -> None:
    assert connections.origin_of(address) == origin


def test_takes_a_form_that_comes_in_pieces(site: Site) -> None:
    with site.connection() as client:
        for piece in (
            f"POST {PAGE} HTTP/1.1\r\n",
            f"{_FORM}Content-Len",
            "gth: 7\r\nConnection: close\r\n\r\nlog",
            "in=x",
        ):
            client.sendall(piece.encode())
            time.sleep(0.05)
        # It was read whole: there is no token in it.
        assert status_of(rest_of(client)) == 403


def test_refuses_what_is_too_large_before_it_comes(site: Site) -> None:
    with site.connection() as client:
        client.sendall(f"POST {PAGE} HTTP/1.1\r\n{_FORM}Content-Length: 300000\r\n\r\n".encode())
        answer = rest_of(client)
    assert status_of(answer) == 413
    assert b"At most 256 KiB" in answer


def test_lets_a_refused_client_read_why_while_it_sends(site: Site) -> None:
    with site.connection() as client:
        client.sendall(f"POST {PAGE} HTTP/1.1\r\n{_FORM}Content-Length: 8000000\r\n\r\n".encode())
        for _piece in range(80):
            client.sendall(b"x" * 100_000)
        assert status_of(rest_of(client)) == 413


def test_lets_a_client_send_only_once_the_page_takes_it(site: Site) -> None:
    head = f"POST {PAGE} HTTP/1.1\r\n{_FORM}Expect: 100-continue\r\n"
    with site.connection() as client:
        client.sendall(f"{head}Content-Length: 7\r\nConnection: close\r\n\r\n".encode())
        assert client.recv(1000).startswith(b"HTTP/1.1 100 ")
        client.sendall(b"login=x")
        assert status_of(rest_of(client)) == 403
    assert status_of(site.answer(f"{head}Content-Length: 300000\r\n\r\n".encode())) == 413


def test_takes_a_short_body_without_a_length_and_no_long_one(site: Site) -> None:
    head = f"POST {PAGE} HTTP/1.1\r\n{_FORM}Transfer-Encoding: chunked\r\n"
    assert status_of(site.answer(f"{head}Connection: close\r\n\r\n7\r\nlogin=x\r\n0\r\n\r\n".encode())) == 403
    piece = b"186a0\r\n" + b"x" * 100_000 + b"\r\n"
    assert status_of(site.answer(f"{head}\r\n".encode() + piece * 3)) == 413


@pytest.mark.parametrize(
    "lines",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 5, 5\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding\x0b: chunked\r\n",
        "X: a\nContent-Length: 5\r\n",
    ],
)
def test_refuses_a_length_that_could_be_read_in_two_ways(site: Site, lines: str) -> None:
    smuggled = b"0\r\n\r\nGET /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    answer = site.answer(f"POST {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode() + smuggled)
    assert status_of(answer) in {400, 501}
    assert answer.count(b"HTTP/1.") == 1


def test_refuses_a_coding_that_the_first_http_does_not_know(site: Site) -> None:
    head = f"POST {PAGE} HTTP/1.0\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
    assert status_of(site.answer(f"{head}0\r\n\r\n".encode())) == 400


def test_keeps_a_connection_for_the_next_page_and_names_no_server(site: Site) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)) as client:
        client.request("HEAD", PAGE)
        first = client.getresponse()
        assert (first.status, first.read(), int(first.headers["Content-Length"]) > 1000) == (200, b"", True)
        address = client.sock.getsockname()
        client.request("GET", PAGE)
        second = client.getresponse()
        assert (second.status, client.sock.getsockname()) == (200, address)
        assert "Server" not in second.headers
        assert len(second.read()) > 1000


def test_refuses_a_head_without_end(site: Site) -> None:
    assert status_of(site.answer(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 40_000)) == 431


def test_puts_what_waits_on_the_disk_into_the_data_folder(site: Site) -> None:
    assert (site.data / "tmp").stat().st_mode & 0o777 == 0o700
    assert list((site.data / "tmp").iterdir()) == []


def _is_open(client: socket.socket) -> bool:
    client.setblocking(False)
    try:
        return client.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
