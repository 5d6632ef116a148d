"""Reads JSON that can mean one thing only; everything else is refused with its place."""

import json
from typing import Any, Final, NoReturn

from django.utils.translation import gettext as _

from waymark.core.wire.refused import UnreadableRequest

DEEPEST: Final = 64
LONGEST_NUMBER: Final = 20  # digits; no key and no count of ours is longer


def read(body: bytes) -> Any:
    """Return what a body says. Raises UnreadableRequest."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as broken:
        _refuse(_("byte %(n)d is not UTF-8") % {"n": broken.start + 1})
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
        _refuse(_("it begins with a byte order mark"))
    try:
        payload = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_number, parse_int=_whole
        )
    except json.JSONDecodeError as broken:
        place = {"line": broken.lineno, "column": broken.colno, "what": broken.msg}
        _refuse(_("line %(line)d, column %(column)d: %(what)s") % place)
    except RecursionError:
        _too_deep()
    _look_through(payload)
    return payload


def _look_through(payload: Any) -> None:
    """Refuse what the reader of the library lets pass: depth, and halves of characters."""
    waiting = [(payload, 1)]
    while waiting:
        one, depth = waiting.pop()
        if depth > DEEPEST:
            _too_deep()
        if isinstance(one, dict):
            waiting += [(part, depth + 1) for pair in one.items() for part in pair]
        elif isinstance(one, list):
            waiting += [(part, depth + 1) for part in one]
        elif isinstance(one, str):
            try:
                one.encode()
            except UnicodeEncodeError as broken:
                half = ord(one[broken.start])
                _refuse(_("\\u%(code)04x is half of a character") % {"code": half})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse(_("it contains “%(name)s” twice") % {"name": name.encode("ascii", "backslashreplace").decode()})
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    _refuse(_("%(name)s is not a number in JSON") % {"name": name})


def _number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        _refuse(_("the number %(text)s is too large") % {"text": text[:LONGEST_NUMBER]})
    return number


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        _refuse(_("a number has %(n)d digits") % {"n": len(text)})
    return int(text)


def _too_deep() -> NoReturn:
    _refuse(_("it is nested deeper than %(n)d") % {"n": DEEPEST})


def _refuse(what: str) -> NoReturn:
    raise UnreadableRequest(
        _("The JSON cannot be read: %(what)s. Nothing was saved.") % {"what": what},
        way_out=_("Send one JSON object in UTF-8, with each name once."),
    ) from None
