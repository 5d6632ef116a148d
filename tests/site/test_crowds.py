"""Which connection goes when there are too many: of one address first, and never one that a thread works for."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from waitress import wasyncore
from waitress.task import ThreadedTaskDispatcher

from waymark.site.web import connections
from waymark.site.web.connections import Server
from waymark.site.web.worker import adjustments

_LONG = 16 * 1024 * 1024  # more than the system takes in for a client that reads nothing


class Small:
    """A server of this process that answers `/long` at length and `/held` when it is let go."""

    def __init__(self, listener: socket.socket, most_of_one: int) -> None:
        self.released = threading.Event()
        self.clients: list[socket.socket] = []
        self.map: dict[int, Any] = {}
        self.address = listener.getsockname()
        self.threads = ThreadedTaskDispatcher()
        self.threads.set_thread_count(2)
        self.server = Server.on(listener, self.answer, self.map, self.threads, adjustments())
        self.server.most_of_one = most_of_one

    def answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/held":
            self.released.wait(10)
        content = b"x" * (_LONG if environ["PATH_INFO"] == "/long" else 10)
        start("200 OK", [("Content-Length", str(len(content)))])
        return [content]

    def connect(self, path: str = "") -> socket.socket:
        """Return a connection, after the server has taken it and done what can be done at once."""
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(self.address)
        self.clients.append(client)
        if path:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        for _time in range(8):
            wasyncore.loop(timeout=0.05, use_poll=True, map=self.map, count=1)
        return client

    def holds(self, client: socket.socket) -> bool:
        port = client.getsockname()[1]
        return any(one.addr[1] == port for one in self.server.active_channels.values())


@contextmanager
def small(most_of_one: int) -> Iterator[Small]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = Small(listener, most_of_one)
        try:
            yield serving
        finally:
            for client in serving.clients:
                client.close()
            serving.released.set()
            serving.threads.shutdown()
            wasyncore.close_all(serving.map)


def test_closes_the_one_of_an_address_that_waited_longest() -> None:
    with small(3) as serving:
        clients = [serving.connect() for _one in range(4)]
        assert [serving.holds(one) for one in clients] == [False, True, True, True]


def test_closes_the_one_read_from_longest_ago_where_none_waits() -> None:
    with small(3) as serving:
        clients = [serving.connect("/long") for _one in range(4)]
        assert [serving.holds(one) for one in clients[:3]] == [False, True, True]


def test_refuses_the_newest_where_a_thread_works_for_each() -> None:
    with small(2) as serving:
        clients = [serving.connect("/held") for _one in range(3)]
        assert [serving.holds(one) for one in clients] == [True, True, False]


def test_makes_room_for_others_where_a_crowd_of_many_addresses_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 3)
    with small(400) as serving:
        clients = [serving.connect("/long") for _one in range(4)]
        assert [serving.holds(one) for one in clients[:3]] == [False, True, True]
