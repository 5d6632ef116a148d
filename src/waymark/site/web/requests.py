"""Requests as they come in: read strictly, and a large one only after its page has said that it takes it."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, Final

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import WSGITask
from waitress.utilities import Error, RequestEntityTooLarge

from waymark.core.bodies import ADMISSION, UNASKED, Admission

_HTTP_1_1: Final = "1.1"


class NoRoom(Error):  # type: ignore[misc]  # waitress has no types
    """What a client sends cannot be kept until it is whole, because the disk is full or may not be written to."""

    code = 507
    reason = "Insufficient Storage"


class Answered(Error):  # type: ignore[misc]  # as above
    """The page has answered already, without the body."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        """Keep the answer."""
        super().__init__("")
        self.answer = status, headers, body

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:  # noqa: ARG002 -- waitress's signature
        """Return the answer."""
        return self.answer


class Request(HTTPRequestParser):  # type: ignore[misc]  # as above
    """A request that is being received."""

    expect_continue: bool
    content_length: int
    body_bytes_received: int
    is_waiting = False
    """Whether its page has yet to say that it takes a body of this length."""
    wants_to_continue = False

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head. Raises ParsingError where its length could be read in two ways."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            # An address or a number that nobody can read is the sender's fault, and no line in the log.
            message = "The head of the request cannot be read"
            raise ParsingError(message) from error
        # waitress takes the coding out of the headers of HTTP/1.1, and the length gets the true one later.
        if "TRANSFER_ENCODING" in self.headers or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("The length of the request is ambiguous")
        if self.content_length > UNASKED:
            self.is_waiting = True
            self.wants_to_continue, self.expect_continue = self.expect_continue, False

    def received(self, data: bytes) -> int:
        """Take in what came, and return how much of it belongs to this request."""
        try:
            taken: int = super().received(data)
        except OSError:
            return self.refuse(NoRoom("There is no room left on this server to receive the request."), len(data))
        if self.chunked and self.body_bytes_received > UNASKED:
            return self.refuse(RequestEntityTooLarge("Send the length of the request with it."), len(data))
        return taken

    def refuse(self, error: Error, taken: int) -> int:
        """End it with an error, and return how much was taken."""
        self.error, self.completed = error, True
        return taken


def without_body_of_heads(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Return an application that answers HEAD without a body; waitress would send it (RFC 9110, section 9.3.2)."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        parts = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return parts
        if hasattr(parts, "close"):
            parts.close()
        return []

    return answer


class Asking:
    """Asks the page, in a thread and without the body, whether it takes a request of the announced length."""

    def __init__(self, channel: Any, request: Request) -> None:
        """Keep what is asked about."""
        self.channel, self.request = channel, request

    def service(self) -> None:
        """Ask, and let the connection go on: with the body, or with the answer."""
        admission, answer = Admission(), None
        try:
            answer = _answer(self.channel, self.request, admission)
        finally:
            if answer is None:
                self.cancel()
        self.channel.go_on(self.request, None if admission.is_granted else answer)

    def cancel(self) -> None:
        """Give up: the server stops, or the page failed."""
        self.channel.asked = None
        self.channel.cancel()


def _answer(channel: Any, request: Request, admission: Admission) -> Answered:
    environ = WSGITask(channel, request).get_environment()
    environ |= {"wsgi.input": BytesIO(), ADMISSION: admission}
    given: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _trouble: Any = None) -> Any:
        given[:] = [(status, headers)]

    parts: Iterable[bytes] = channel.server.application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    status, headers = given[0]
    # The length is told by whoever sends the answer.
    return Answered(status, [one for one in headers if one[0].lower() != "content-length"], body)
