"""How long a connection may take, and what becomes of one that takes longer."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from waymark.core.bodies import ADMISSION, UNASKED
from waymark.site.web.connections import GRACE, IDLE, RATE, Connection, Server
from waymark.site.web.requests import Request
from waymark.site.web.worker import adjustments

_LARGE = 3 * 1024 * 1024


class Served:
    """A server on a thread of its own, and what its application was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.grants = True
        self.map: dict[int, Any] = {}
        self.threads = ThreadedTaskDispatcher()
        self.threads.set_thread_count(2)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.server = Server.on(self.listener, self.application, self.map, self.threads, adjustments())
        self.over = False
        self.loop = threading.Thread(target=self._run)
        self.loop.start()

    def application(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        admission = environ.get(ADMISSION)
        body = environ["wsgi.input"].read()
        self.asked.append(("admission" if admission else "request", len(body)))
        if environ["PATH_INFO"] == "/fails" and admission:
            raise ValueError
        if admission:
            admission.is_granted = self.grants
        start_response("200 OK" if self.grants else "413 Too Large", [("Content-Type", "text/plain")])
        return [b"x" * _LARGE if environ["PATH_INFO"] == "/large" else str(len(body)).encode()]

    def client(self) -> socket.socket:
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(10)
        client.connect(self.listener.getsockname())
        return client

    def connection(self) -> Connection:
        """Return the one connection there is."""
        until = time.monotonic() + 10
        while not self.server.active_channels and time.monotonic() < until:
            time.sleep(0.005)
        [one] = self.server.active_channels.values()
        assert isinstance(one, Connection)
        return one

    def close(self) -> None:
        self.over = True
        self.server.pull_trigger()
        self.loop.join()
        self.threads.shutdown()
        wasyncore.close_all(self.map)
        self.listener.close()

    def _run(self) -> None:
        while not self.over:
            wasyncore.loop(timeout=0.05, use_poll=True, map=self.map, count=1)


@pytest.fixture
def served() -> Iterator[Served]:
    served = Served()
    yield served
    served.close()


def _until(condition: Any) -> None:
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_lets_a_connection_lie_open_for_a_while(served: Served) -> None:
    with served.client():
        one, now = served.connection(), time.time()
        assert not one.too_late(now + IDLE - 1)
        assert one.too_late(now + IDLE + 1)


def test_wants_the_head_of_a_request_soon(served: Served) -> None:
    with served.client() as client:
        client.sendall(b"GET / HT")
        one, now = served.connection(), time.time()
        _until(lambda: one.request is not None)
        assert not one.too_late(now + GRACE - 1)
        # What comes drop by drop does not lengthen it.
        client.sendall(b"TP/1.1\r\n")
        assert one.too_late(now + GRACE + 1)


def test_gives_a_body_time_by_what_came_of_it(served: Served) -> None:
    with served.client() as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" + b"x" * 50 * RATE)
        one, now = served.connection(), time.time()
        _until(lambda: one.request is not None and one.request.body_bytes_received == 50 * RATE)
        assert not one.too_late(now + GRACE + 49)
        assert one.too_late(now + GRACE + 52)


def test_gives_an_answer_time_by_what_was_read_of_it(served: Served) -> None:
    with served.client() as client:
        client.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        one = served.connection()
        # The thread is free again, while the client has read nothing.
        _until(lambda: one.total_outbufs_len and not one.requests)
        now = time.time()
        assert not one.too_late(now)
        assert not one.too_late(now + GRACE - 1)
        assert one.too_late(now + GRACE + 1)
        read = client.recv(_LARGE)
        for _time in range(20):
            read += client.recv(_LARGE)
        assert b"200 OK" in read


def test_closes_who_is_too_late(served: Served) -> None:
    with served.client() as client:
        served.connection()
        served.server.maintenance(time.time() + IDLE + 1)
        assert client.recv(1) == b""


def test_asks_before_it_receives_much(served: Served) -> None:
    length = UNASKED + 1000
    with served.client() as client:
        client.sendall(f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n".encode() + b"x" * length)
        answer = client.recv(1000)
        while not answer.endswith(str(length).encode()):
            answer += client.recv(1000)
    assert served.asked == [("admission", 0), ("request", length)]


def test_receives_nothing_of_what_is_not_granted(served: Served) -> None:
    served.grants = False
    with served.client() as client:
        client.sendall(f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {UNASKED + 1}\r\n\r\nx".encode())
        assert client.recv(1000).startswith(b"HTTP/1.1 413 ")
        # The client may go on sending for a while; nothing is kept, and nobody is asked again.
        one = served.connection()
        client.sendall(b"x" * 100_000)
        _until(lambda: one.lingers_until)
        assert not one.too_late(time.time())
        assert one.too_late(one.lingers_until + 1)
        assert served.asked == [("admission", 0)]


def test_asks_in_the_order_of_requests(served: Served) -> None:
    length = UNASKED + 1
    first, second = (
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n",
    )
    with served.client() as client:
        client.sendall(first + second.encode() + b"x" * length)
        _until(lambda: len(served.asked) == 3)
    assert served.asked == [("request", 0), ("admission", 0), ("request", length)]


def test_hangs_up_where_the_page_fails_when_it_is_asked(served: Served) -> None:
    with served.client() as client:
        client.sendall(f"POST /fails HTTP/1.1\r\nHost: a\r\nContent-Length: {UNASKED + 1}\r\n\r\n".encode())
        assert client.recv(1000) == b""


def test_says_that_there_is_no_room_for_what_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request(adjustments())
    request.received(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n")

    def full(_data: bytes) -> int:
        raise OSError(28, "No space left on device")

    # The disk is outside, so it may be feigned.
    monkeypatch.setattr(request.body_rcv, "received", full)
    assert request.received(b"x") == 1
    assert (request.completed, request.error.code) == (True, 507)
