"""Work in a process that ends with it, so that the memory it took is given back.

A web process has threads, and a process with threads cannot be forked safely. So it forks one helper before it has any;
the helper, which has everything loaded and shares it, forks once more for each piece of work.
"""

import logging
import os
import pickle
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger(__name__)
_SECONDS: Final = 110
"""How long a piece of work may take; a little less than a request."""
_PIECE: Final = 65536
_SIGNALS: Final = (signal.SIGTERM, signal.SIGQUIT, signal.SIGABRT, signal.SIGHUP, signal.SIGUSR1, signal.SIGWINCH)
_helper: list[socket.socket] = []


class NotFinished(Exception):
    """The process ended without an answer, took too long, or had too little memory."""


def start_helper(prepare: Callable[[], None]) -> None:
    """Fork the helper of this process, which must have no threads yet. `prepare` is done in the helper alone."""
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        try:
            _help(theirs, prepare)
        finally:
            os._exit(0)
    theirs.close()
    _helper[:] = [ours]


def apart(act: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Return what an act returns that is done in a process of its own; where there is no helper, in this one.

    What goes in and comes out is copied, and so is an exception. Raises NotFinished.
    """
    work = _packed(act, arguments, named)
    channel = _channel() if work is not None else None
    if work is None or channel is None:
        return act(*arguments, **named)
    with channel:
        channel.settimeout(_SECONDS)
        try:
            channel.sendall(work)
            channel.shutdown(socket.SHUT_WR)
            answer = _rest_of(channel)
        except OSError as failed:
            raise NotFinished from failed
    if not answer:
        raise NotFinished
    # It comes from a process of ours, and never from outside.
    is_done, result = pickle.loads(answer)  # noqa: S301 -- as above
    if not is_done:
        raise result
    done: T = result
    return done


def _packed(*work: Any) -> bytes | None:
    try:
        return pickle.dumps(work)
    except (pickle.PicklingError, TypeError, AttributeError):
        return None


def _channel() -> socket.socket | None:
    """Return a connection with a new process of the helper."""
    if not _helper:
        return None
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            socket.send_fds(_helper[0], [b"w"], [theirs.fileno()])
        except OSError:
            ours.close()
            _helper.clear()
            logger.warning("helper=gone consequence=%s", "such work stays in this process until it is started again")
            return None
    return ours


def _help(requests: socket.socket, prepare: Callable[[], None]) -> None:
    signal.set_wakeup_fd(-1)
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nobody waits for those that have ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    prepare()
    while True:
        message, descriptors, _flags, _address = socket.recv_fds(requests, 1, 1)
        if not message:
            return
        for descriptor in descriptors:
            with socket.socket(fileno=descriptor) as channel:
                if _fork() == 0:
                    requests.close()
                    _work(channel)


def _fork() -> int:
    """Fork, or return -1 where the system has no room for one more process; who asked is then answered with nothing."""
    try:
        return os.fork()
    except OSError:
        return -1


def _work(channel: socket.socket) -> None:
    """Do one piece of work and end; the system ends it where it takes longer than anybody waits."""
    signal.alarm(_SECONDS)
    with suppress(OSError):
        act, arguments, named = pickle.loads(_rest_of(channel))  # noqa: S301 -- as above
        try:
            answer = pickle.dumps((True, act(*arguments, **named)))
        except Exception as failed:  # noqa: BLE001 -- the one who asked raises it again
            answer = _failure(failed)
        channel.sendall(answer)
        channel.close()
    os._exit(0)


def _failure(failed: Exception) -> bytes:
    if isinstance(failed, MemoryError):
        return pickle.dumps((False, NotFinished("MemoryError")))
    try:
        packed = pickle.dumps((False, failed))
        pickle.loads(packed)  # noqa: S301 -- our own bytes of a moment ago
    except Exception:  # noqa: BLE001 -- whatever it is that cannot be copied
        return pickle.dumps((False, NotFinished(f"{type(failed).__name__}: {failed}")))
    return packed


def _rest_of(channel: socket.socket) -> bytes:
    pieces = []
    while piece := channel.recv(_PIECE):
        pieces.append(piece)
    return b"".join(pieces)
