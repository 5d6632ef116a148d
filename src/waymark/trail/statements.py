"""What a checkpoint says, in either form, and the refusals of what is none."""

from dataclasses import dataclass
from typing import NoReturn

from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken


class CheckpointUnreadable(RuleBroken):
    """The file is no checkpoint in the form that is written down."""

    code = "checkpoint-unreadable"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says of a chain: how long it is, and the root of the tree over its entries.

    Those of the earlier form name the hash of the last entry instead of a root, and also what the chain was called,
    when it was written (`at`), and the time of the last entry (`entry_at`).
    """

    installation: str
    organisation: int
    seq: int
    root: bytes = b""
    name: str = ""
    count: int = 0
    hash: str = ""
    entry_at: str | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class EarlierSignature:
    """How a checkpoint of the earlier form is signed: the exact text, the key it names, and the signature."""

    text: str
    key: bytes
    signature: bytes


def refuse(why: str) -> NoReturn:
    """Refuse a file. Raises CheckpointUnreadable."""
    raise CheckpointUnreadable(
        _("This is no checkpoint of a trail: %(why)s.") % {"why": why},
        way_out=_("Take the file as it was handed out, unchanged."),
    )
