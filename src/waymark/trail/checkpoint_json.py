"""Checkpoints of the earlier form, `waymark-checkpoint-1`: JSON, signed as one string. They are read for ever.

The form is written down in docs/reference/trail.md and never changes.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from waymark.trail.statements import EarlierSignature, Statement, refuse

FORM = "waymark-checkpoint-1"
_DEEPEST = 8
_LAST = 2**63 - 1


def read_earlier(content: bytes) -> tuple[Statement, EarlierSignature]:
    """Return what a checkpoint says and how it is signed. Raises CheckpointUnreadable for all else."""
    try:
        outer = _object(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        refuse(_("it is no text in UTF-8"))
    _expect(outer, {"form": _is(FORM), "statement": _is_text, "public_key": _digits(64), "signature": _digits(128)})
    text: str = outer["statement"]
    inner = _object(text)
    _expect(inner, _STATEMENT)
    del inner["form"]
    key, signature = bytes.fromhex(outer["public_key"]), bytes.fromhex(outer["signature"])
    return Statement(**inner), EarlierSignature(text, key, signature)


def _object(text: str) -> dict[str, Any]:
    if max(text.count("["), text.count("{")) > _DEEPEST:
        refuse(_("it holds more than a checkpoint does"))
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        refuse(_("it is not written in JSON"))
    if not isinstance(found, dict):
        refuse(_("it is no JSON object"))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    for name in names:
        if names.count(name) > 1:
            refuse(_("it says “%(name)s” twice") % {"name": name[:40]})
    return dict(pairs)


def _no_number(_text: str) -> NoReturn:
    refuse(_("it holds a number that JSON does not know"))


def _expect(found: dict[str, Any], wanted: dict[str, Callable[[Any], bool]]) -> None:
    for name in sorted(set(wanted) - set(found)):
        refuse(_("it does not say “%(name)s”") % {"name": name})
    for name in sorted(set(found) - set(wanted)):
        refuse(_("it says “%(name)s”, which no checkpoint does") % {"name": name[:40]})
    for name, fits in wanted.items():
        if not fits(found[name]):
            refuse(_("“%(name)s” has not the form it should have") % {"name": name})


def _is(text: str) -> Callable[[Any], bool]:
    return lambda value: value == text


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not any(ord(one) < ord(" ") or unicodedata.category(one) == "Cs" for one in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LAST


def _digits(length: int) -> Callable[[Any], bool]:
    form = re.compile(rf"[0-9a-f]{{{length}}}")
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


def _is_moment(value: Any) -> bool:
    return (
        isinstance(value, str)
        and re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{6}Z", value) is not None
    )


_STATEMENT: dict[str, Callable[[Any], bool]] = {
    "form": _is(FORM),
    "installation": _digits(64),
    "organisation": _is_number,
    "name": _is_text,
    "seq": _is_number,
    "count": _is_number,
    "hash": _digits(64),
    "entry_at": lambda value: value is None or _is_moment(value),
    "at": _is_moment,
}
