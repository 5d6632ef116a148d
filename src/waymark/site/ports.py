"""Taking a port: the wanted one, or the next that is free."""

import errno
import socket

_TRIES = 50
_BACKLOG = 512


class NoPort(Exception):
    """No port could be taken, in a sentence for the person who starts Waymark."""


def listen(host: str, port: int) -> socket.socket:
    """Give a socket that listens on `host` and the first free port from `port` on.

    The socket itself is handed to the web server, so nobody can take the port in between; a browser that
    comes before the server is ready waits. Raises NoPort.
    """
    for candidate in range(port, min(port + _TRIES, 65536)):
        try:
            return _listen_on(host, candidate)
        except socket.gaierror as unknown:
            raise NoPort(f"{host} is not an address of this machine: {unknown.strerror}.") from unknown
        except OSError as refused:
            if refused.errno == errno.EADDRINUSE:
                continue
            raise NoPort(f"Waymark cannot listen on {host} port {candidate}: {refused.strerror}.") from refused
    raise NoPort(f"The ports {port} to {port + _TRIES - 1} are all taken; choose another with WAYMARK_PORT.")


def _listen_on(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, protocol)
    try:
        # Else a port stays unusable for a minute after the last server on it has stopped.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
