"""The canonical text of an entry and its hash, so that a stranger can check the chain with another program.

The form is written down in docs/reference/trail.md and never changes; a new form gets a new version tag.
"""

import datetime as dt
import decimal
import hashlib
import json
import uuid
from collections.abc import Mapping
from enum import Enum
from typing import Any

FORM = "waymark-entry-1"
GENESIS = "0" * 64


def plain(value: Any) -> Any:  # noqa: PLR0911 -- one line per kind of value
    """Return a value as JSON can hold it; moments become UTC ISO text with microseconds, days ISO dates."""
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID | float):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    message = f"No canonical form for {type(value).__name__}"
    raise TypeError(message)


def moment(value: dt.datetime) -> str:
    """Return a moment as UTC ISO text with microseconds and a Z."""
    # The text ends in +00:00, and the moment has always 26 characters before it.
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")[:26] + "Z"


def canonical(content: Mapping[str, Any]) -> str:
    """Return JSON with sorted keys, no spaces, and every character outside ASCII as itself."""
    return json.dumps(plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def linked_hash(previous: str, body: str) -> str:
    """Return SHA-256 (hex) over the previous hash, a line feed and the stored body, both as UTF-8."""
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
