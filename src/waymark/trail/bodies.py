"""The body of an entry read back: what somebody altered past the door may be anything, and never stops a reader."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

_TEXTS = ("form", "at", "event", "kind", "reference", "note")


def read_body(text: str) -> Mapping[str, Any] | None:
    """Return the body of an entry as the door wrote it, or None where the text is anything else.

    Only its format is checked: whether it is what was written, the hash tells.
    """
    try:
        body = json.loads(text)
        is_whole = _is_whole(body)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return body if is_whole else None


def _is_whole(body: Any) -> bool:
    texts = [*(body[name] for name in _TEXTS), body["actor"]["name"]]
    return (
        all(isinstance(one, str) for one in texts)
        and isinstance(body["record"], int)
        and dt.datetime.fromisoformat(body["at"]).tzinfo is not None
        and isinstance(body["changes"], dict)
        and all(isinstance(pair, list) and len(pair) == 2 for pair in body["changes"].values())  # noqa: PLR2004 -- a pair
    )
