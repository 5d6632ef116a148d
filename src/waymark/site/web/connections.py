"""Connections: how long each may take, which goes first when there are too many, and how one is ended politely."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import Any, Final, Self

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from waymark.site.web.requests import Answered, Asking, Request

MOST: Final = 400
"""How many connections one process holds; each takes a file, and a large request one more."""
IDLE: Final = 65.0
"""Seconds a connection may lie open without a request: a little more than proxies keep theirs for."""
GRACE: Final = 20.0
"""Seconds a request may take to arrive, or an answer to be read, however short it is."""
RATE: Final = 2048
"""Bytes a second that must be sent or read on average beyond that."""
_LINGER: Final = 60.0
"""Seconds a client may go on sending what nobody keeps, so that it comes to read why."""


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection with a client."""

    parser_class = Request
    # What waitress keeps, with the types it does not name.
    request: Request | None
    requests: list[Request]
    close_when_flushed: bool
    will_close: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing asked."""
        self.asked: Request | None = None
        self.is_refused = False
        self.lingers_until = 0.0
        self.sent = 0
        self.origin = ""
        self._request_since: tuple[Request, float] | None = None
        self._reading_since: tuple[float, int] | None = None
        super().__init__(*args, **kwargs)
        self.origin = origin_of(self.addr)

    @property
    def is_answering(self) -> bool:
        """Return whether a thread works for it, or will, or what it answered is still to be sent."""
        return bool(self.requests or self.asked or self.total_outbufs_len)

    @property
    def is_being_read(self) -> bool:
        """Return whether its thread is done, and only the client is to take the rest of the answer."""
        return bool(self.total_outbufs_len) and not self.requests and self.asked is None

    @property
    def waiting_since(self) -> float:
        """Return since when nothing whole has come from it."""
        return self._request_since[1] if self._request_since else float(self.last_activity)

    def received(self, data: bytes) -> bool:
        """Take in what came, and note when a request began."""
        went: bool = super().received(data)
        request = self.request
        if request is None:
            self._request_since = None
        elif self._request_since is None or self._request_since[0] is not request:
            self._request_since = (request, time.time())
        return went

    def readable(self) -> bool:
        """Return whether more is taken from the client; ask the page first where it announces much."""
        if self.lingers_until:
            return not self.will_close
        request = self.request
        if request is None or not request.is_waiting:
            return bool(super().readable())
        if self.asked is None and not self.requests and not self.total_outbufs_len:
            self.asked = request
            self.server.add_task(Asking(self, request))
        return False

    def go_on(self, request: Request, answer: Answered | None) -> None:
        """Receive the rest of a request, or send the answer that does without it. Called from a thread."""
        with self.requests_lock:
            if answer is None:
                request.is_waiting = False
                if request.wants_to_continue and self.connected:
                    self.send_continue()
                # The time it was kept waiting is not its own.
                self._request_since = (request, time.time())
            else:
                request.refuse(answer, 0)
                self.request, self._request_since = None, None
                self.requests.append(request)
                self.server.add_task(self)
            self.asked = None
        self.server.pull_trigger()

    def service(self) -> None:
        """Answer the request in hand. Called from a thread."""
        self.is_refused = bool(self.requests[0].error)
        super().service()

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002 -- waitress's signature
        """Send what the connection takes, and count it."""
        count: int = super().send(data, do_close=do_close)
        self.sent += count
        return count

    def handle_read(self) -> None:
        """Take in what came; nothing is kept of what is no longer wanted."""
        if self.lingers_until:
            with suppress(OSError):
                self.recv(self.adj.recv_bytes)
            return
        super().handle_read()

    def writable(self) -> bool:
        """Return whether something is to be sent, or the connection to be ended."""
        return bool(self.will_close or (not self.lingers_until and super().writable()))

    def handle_write(self) -> None:
        """Send. After a refusal, end our side only: closing at once would throw the answer away."""
        if self.is_refused and self.close_when_flushed and not self.will_close:
            self._flush_exception(self._flush_some)
            if not self.total_outbufs_len:
                self.close_when_flushed = False
                self._linger()
            return
        super().handle_write()

    def too_late(self, now: float) -> bool:
        """Return whether the client has used up its time."""
        if self.lingers_until:
            return now > self.lingers_until
        if self.total_outbufs_len:
            since, before = self._reading_since = self._reading_since or (now, self.sent)
            return now - since > GRACE + (self.sent - before) / RATE
        self._reading_since = None
        if self.requests or self.asked:
            return False
        if self._request_since is None:
            return now - float(self.last_activity) > IDLE
        request, since = self._request_since
        return now - since > GRACE + request.body_bytes_received / RATE

    def _linger(self) -> None:
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
        self.lingers_until = time.time() + _LINGER


class Server(TcpWSGIServer):  # type: ignore[misc]  # as above
    """Takes connections on one address."""

    channel_class = Connection
    most_of_one = MOST
    """How many of them one address may hold."""

    @classmethod
    def on(
        cls,
        listener: socket.socket,
        application: Callable[..., Any],
        connections: dict[int, Any],
        threads: ThreadedTaskDispatcher,
        adjustments: Adjustments,
    ) -> Self:
        """Return one for a socket that listens already."""
        about = (listener.family, listener.type, listener.proto, listener.getsockname())
        return cls(
            application,
            connections,
            _sock=listener,
            dispatcher=threads,
            adj=adjustments,
            sockinfo=about,
            bind_socket=False,
        )

    @property
    def is_answering(self) -> bool:
        """Return whether a request is in hand."""
        return any(one.is_answering for one in self.active_channels.values())

    def handle_accept(self) -> None:
        """Take a connection; where there are too many, of one address or in all, close one."""
        super().handle_accept()
        held: list[Connection] = list(self.active_channels.values())
        if not held:
            return
        newest = held[-1]
        same = [one for one in held if one.origin == newest.origin]
        if len(same) > self.most_of_one:
            _make_room(same)
        elif len(held) > MOST:
            _make_room(held)

    def maintenance(self, now: float) -> None:
        """Close the connections of clients that have used up their time."""
        for one in self.active_channels.values():
            if one.too_late(now):
                one.will_close = True

    def stop_accepting(self) -> None:
        """Take no further connections and leave the address to others; close what lies idle."""
        self.accepting = False
        for one in list(self.active_channels.values()):
            if not one.is_answering:
                one.handle_close()


def origin_of(address: object) -> str:
    """Return whom a connection counts for: an address, or the network of one, where each client has a whole network."""
    text = str(address[0]) if isinstance(address, tuple) and address else ""
    try:
        read = ip_address(text.partition("%")[0])
    except ValueError:
        return text
    if not isinstance(read, IPv6Address):
        return str(read)
    return str(read.ipv4_mapped) if read.ipv4_mapped else read.exploded[:19]


def _make_room(held: list[Connection]) -> None:
    """Close the connection that waited longest for its client, else the one read from longest ago, else the newest."""
    *earlier, newest = held
    waiting = [one for one in earlier if not one.is_answering]
    reading = [one for one in earlier if one.is_being_read]
    if waiting:
        min(waiting, key=lambda one: one.waiting_since).handle_close()
    elif reading:
        min(reading, key=lambda one: float(one.last_activity)).handle_close()
    else:
        newest.handle_close()
