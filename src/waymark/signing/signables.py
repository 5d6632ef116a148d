"""What can be signed: each package says of its kinds how a version reads, byte for byte, and who may sign it.

The bytes of a version never change once they were put before a signer: they are what the SHA-256 of a signature is
computed from, and anybody who may read the version can compute it again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One exact version of a record: `reference` and `title` name the record, `version` the version.

    `content` are its canonical bytes, `url` is its page, and `shown` what the part of the kind shows of it.
    """

    reference: str
    title: str
    version: str
    content: bytes
    url: str
    shown: Any = None

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the canonical bytes, as `sha256sum` prints it."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signable:
    """One kind of record whose versions can be signed.

    `subject` returns a version as it is now, or None where there is none. `template` is the part that shows it, given
    the subject as `subject`. `refusal` says why a member may not sign it with a meaning, or None. `signed` is called
    with each signature on it, and `returned` with each request for changes, in the same transaction.
    """

    kind: str
    subject: Callable[[Organisation, int], Subject | None]
    template: str
    refusal: Callable[[Member, int, str], RuleBroken | None]
    signed: Callable[[Any, Any], None]
    returned: Callable[[Any, Any], None]


_signables: dict[str, Signable] = {}


def register(one: Signable) -> None:
    """Let versions of one more kind be signed; registering it again changes nothing."""
    _signables.setdefault(one.kind, one)


def signable(kind: str) -> Signable:
    """Return how versions of a kind are signed. Raises KeyError for a kind that cannot be signed."""
    return _signables[kind]


def subject_of(organisation: Organisation, kind: str, record_id: int) -> Subject | None:
    """Return an exact version as it is now, or None where it is gone."""
    return signable(kind).subject(organisation, record_id)
