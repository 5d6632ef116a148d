"""A checkpoint: where a chain ended on a day, signed, so that whoever holds it can tell if the past was rewritten.

The form is written down in docs/reference/trail.md and never changes; a new form gets a new name.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.trail.canonical import GENESIS, canonical, moment
from waymark.trail.chain import INSTALLATION
from waymark.trail.models import Entry, Head
from waymark.trail.signing import PublicKey, is_signed, public_key, sign

FORM = "waymark-checkpoint-1"
LARGEST = 16 * 1024
_DEEPEST = 8
_LAST = 2**63 - 1


class CheckpointUnreadable(RuleBroken):
    """The file is no checkpoint in the form that is written down."""

    code = "checkpoint-unreadable"


class NoChain(RuleBroken):
    """The organisation has no chain here."""

    code = "no-chain"


class Signature(models.TextChoices):
    """Whose signature a checkpoint carries."""

    OWN = "own", gettext_lazy("signed by this installation")
    UNKNOWN = "unknown", gettext_lazy("signed with a key that this installation does not have")
    WRONG = "wrong", gettext_lazy("the signature is invalid: the checkpoint was altered or never signed")


class Containment(models.TextChoices):
    """Whether today's chain still contains what a checkpoint says."""

    CONTAINED = "contained", gettext_lazy("the chain still contains it")
    MISSING = "missing", gettext_lazy("the chain no longer has this entry")
    DIFFERENT = "different", gettext_lazy("this entry has a different hash: the chain was rewritten")
    ELSEWHERE = "elsewhere", gettext_lazy("it comes from another installation or database")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says. `at` is when it was written, `entry_at` the time of the entry it names."""

    installation: str
    organisation: int
    name: str
    seq: int
    count: int
    hash: str
    entry_at: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint as it was read: what it says, the exact text that was signed, by which key."""

    statement: Statement
    text: str
    key: bytes
    signature: bytes

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the key it is signed with, for people to compare."""
        return PublicKey(self.key).fingerprint

    @property
    def signed_by(self) -> Signature:
        """Return whose signature it is."""
        if not is_signed(self.text.encode(), self.signature, self.key):
            return Signature.WRONG
        return Signature.OWN if self.key == public_key().raw else Signature.UNKNOWN


@dataclass(frozen=True, slots=True)
class Comparison:
    """A checkpoint held against today's chain; `found` is the hash that stands there now."""

    checkpoint: Checkpoint
    signature: Signature
    containment: Containment
    found: str = ""

    @property
    def is_good(self) -> bool:
        """Return whether it is this installation's own, and contained."""
        return self.signature is Signature.OWN and self.containment is Containment.CONTAINED


def write(organisation_id: int, name: str) -> str:
    """Return a signed checkpoint of a chain as the text of a file; `name` is what people call the chain.

    Raises NoChain where there is none.
    """
    head = Head.objects.filter(organisation_id=organisation_id).first()
    if head is None:
        raise NoChain(_("There is no chain to write a checkpoint for."))
    entries = Entry.objects.filter(organisation_id=organisation_id, seq__lte=head.seq)
    last = entries.filter(seq=head.seq).values_list("at", flat=True).first()
    text = canonical(
        {
            "form": FORM,
            "installation": installation_id(),
            "organisation": organisation_id,
            "name": name,
            "seq": head.seq,
            "count": entries.count(),
            "hash": head.hash,
            "entry_at": last,
            "at": moment(now()),
        }
    )
    document = {
        "form": FORM,
        "statement": text,
        "public_key": public_key().text,
        "signature": sign(text.encode()).hex(),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def installation_id() -> str:
    """Return what tells this installation from all others: the hash of the first entry of its own chain.

    It belongs to the database, not to the key: who restores a backup has the same one.
    """
    first = Entry.objects.filter(organisation_id=INSTALLATION, seq=1).values_list("hash", flat=True).first()
    return first or GENESIS


def compare(checkpoint: Checkpoint) -> Comparison:
    """Hold a checkpoint against today's chain; two or three queries."""
    statement = checkpoint.statement
    signature = checkpoint.signed_by
    if statement.installation != installation_id():
        return Comparison(checkpoint, signature, Containment.ELSEWHERE)
    if statement.seq == 0:
        is_there = Head.objects.filter(organisation_id=statement.organisation).exists()
        return Comparison(checkpoint, signature, Containment.CONTAINED if is_there else Containment.MISSING)
    entry = (
        Entry.objects.filter(organisation_id=statement.organisation, seq=statement.seq)
        .values_list("hash", flat=True)
        .first()
    )
    if entry is None:
        return Comparison(checkpoint, signature, Containment.MISSING)
    found = Containment.CONTAINED if entry == statement.hash else Containment.DIFFERENT
    return Comparison(checkpoint, signature, found, entry)


def read(content: bytes) -> Checkpoint:
    """Return a checkpoint from the bytes of its file. Raises CheckpointUnreadable, with a sentence, for all else."""
    if len(content) > LARGEST:
        _refuse(_("it is too large"))
    try:
        outer = _object(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        _refuse(_("it is not UTF-8 text"))
    _expect(outer, {"form": _is(FORM), "statement": _is_text, "public_key": _digits(64), "signature": _digits(128)})
    text: str = outer["statement"]
    inner = _object(text)
    _expect(inner, _STATEMENT)
    del inner["form"]
    return Checkpoint(Statement(**inner), text, bytes.fromhex(outer["public_key"]), bytes.fromhex(outer["signature"]))


def _object(text: str) -> dict[str, Any]:
    if max(text.count("["), text.count("{")) > _DEEPEST:
        _refuse(_("it contains more than a checkpoint"))
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        _refuse(_("it is not JSON"))
    if not isinstance(found, dict):
        _refuse(_("it is not a JSON object"))
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    for name in names:
        if names.count(name) > 1:
            _refuse(_("it contains “%(name)s” twice") % {"name": name[:40]})
    return dict(pairs)


def _no_number(_text: str) -> NoReturn:
    _refuse(_("it contains a number that is not valid JSON"))


def _expect(found: dict[str, Any], wanted: dict[str, Callable[[Any], bool]]) -> None:
    for name in sorted(set(wanted) - set(found)):
        _refuse(_("“%(name)s” is missing") % {"name": name})
    for name in sorted(set(found) - set(wanted)):
        _refuse(_("it contains the unknown field “%(name)s”") % {"name": name[:40]})
    for name, fits in wanted.items():
        if not fits(found[name]):
            _refuse(_("“%(name)s” has the wrong format") % {"name": name})


def _refuse(why: str) -> NoReturn:
    raise CheckpointUnreadable(
        _("This is not a checkpoint of a trail: %(why)s.") % {"why": why},
        way_out=_("Choose the original, unchanged file."),
    )


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
