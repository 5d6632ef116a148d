"""Those who call the product over HTTP: programs with a token, and a browser in which somebody is signed in."""

import http.client
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

from bench.product import PATIENCE, Product

_BOUNDARY: Final = "waymark-bench-4f1c9ab2"
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
Fields = list[tuple[str, str]]


class HungUp(Exception):
    """The product broke a connection off, and nobody had ended it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the product answered; its body may have broken off, once the answer had begun."""

    status: int
    location: str
    body: bytes
    cookies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a program sends it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Program:
    """A program that acts for a member with a token."""

    product: Product
    organisation: str
    token: str

    def send(
        self, path: str, fields: Mapping[str, str], files: Sequence[Upload] = (), *, key: str = ""
    ) -> Answer | None:
        """Send JSON, or parts if there are files; None where the connection broke before an answer began."""
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": key} if key else {})
        if files:
            headers["Content-Type"] = f"multipart/form-data; boundary={_BOUNDARY}"
            body = _parts(fields, files)
        else:
            headers["Content-Type"] = "application/json"
            body = json.dumps(fields).encode()
        return ask(self.product, "POST", f"/api/v1/o/{self.organisation}{path}", body, headers)


@dataclass
class Browser:
    """A browser: it keeps its cookies, and sends the forms of pages as they stand, with what was typed."""

    product: Product
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer | None:
        """Ask for a page; None where the connection broke before an answer began."""
        return self._kept(ask(self.product, "GET", path, b"", self._headers()))

    def post(self, path: str, fields: Fields) -> Answer | None:
        """Send a form; None as above."""
        return self._kept(ask(self.product, "POST", path, urlencode(fields).encode(), self._headers() | _FORM))

    def must(self, path: str, **typed: str) -> Answer:
        """Fill in the form of a page and send it; it must be taken."""
        page = self.get(path)
        sent = self.post(path, filled(form_of(page, path), typed)) if page is not None else None
        if sent is None or sent.status not in {302, 303}:
            message = f"{path} was not taken: {sent.status if sent else 'no answer'}"
            raise RuntimeError(message)
        return sent

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _kept(self, answer: Answer | None) -> Answer | None:
        for line in answer.cookies if answer is not None else ():
            self.cookies.update({name: one.value for name, one in SimpleCookie(line).items()})
        return answer


def ask(product: Product, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer | None:
    """Send one request over a connection of its own; None where it broke before an answer began.

    Raises HungUp if it broke although the product was meant to serve.
    """
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
    except (OSError, http.client.HTTPException) as broken:
        connection.close()
        if product.is_serving:
            raise HungUp(f"{method} {path}: {broken!r}") from broken
        return None
    try:
        content = response.read()
    except (OSError, http.client.HTTPException):
        # The first line of an answer says it: what was sent is stored, or refused.
        content = b""
    connection.close()
    cookies = tuple(response.headers.get_all("Set-Cookie") or ())
    return Answer(response.status, response.headers.get("Location", ""), content, cookies)


def form_of(page: Answer, action: str) -> Fields:
    """Return the fields of the form on a page that goes to this path, as they stand; one without a path stays here."""
    reader = _Forms()
    reader.feed(page.body.decode("utf-8", "replace"))
    found = reader.forms.get(action)
    return found if found is not None else reader.forms.get("", [])


def filled(fields: Fields, typed: Mapping[str, str]) -> Fields:
    """Return the fields of a form with what was typed into some of them."""
    return [one for one in fields if one[0] not in typed] + list(typed.items())


def link_in(text: str) -> str:
    """Return the path of the address in a text."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    return found[1] if found else ""


def _parts(fields: Mapping[str, str], files: Sequence[Upload]) -> bytes:
    lead = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="'
    pieces = [f'{lead}{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    for one in files:
        pieces.append(f'{lead}files"; filename="{one.name}"\r\nContent-Type: text/plain\r\n\r\n'.encode())
        pieces += [one.content, b"\r\n"]
    return b"".join([*pieces, f"--{_BOUNDARY}--\r\n".encode()])


class _Forms(HTMLParser):
    """Reads the fields of every form on a page, by where the form goes."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self._fields: Fields = []
        self._name = ""
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.forms.setdefault(attributes.get("action", ""), [])
        elif tag == "input" and "name" in attributes:
            if attributes.get("type") not in {"checkbox", "radio"} or "checked" in attributes:
                self._fields.append((attributes["name"], attributes.get("value", "on")))
        elif tag in {"select", "textarea"}:
            self._name = attributes.get("name", "")
            self._text = [] if tag == "textarea" else None
        elif tag == "option" and "selected" in attributes:
            self._fields.append((self._name, attributes.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            # A browser leaves out the line break that follows the tag.
            self._fields.append((self._name, "".join(self._text).removeprefix("\n")))
            self._text = None
