"""A checkpoint: how long a chain was and the root over its entries, signed, so that whoever holds it sees a rewriting.

It is a signed note of C2SP (c2sp.org/tlog-checkpoint), so programs that know nothing of Waymark can check it. Those of
the earlier form are read for ever.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.errors import RuleBroken
from waymark.trail.chain import installation_id
from waymark.trail.checkpoint_json import read_earlier
from waymark.trail.key_change import earlier_keys
from waymark.trail.models import Entry, Head
from waymark.trail.notes import NoteMalformed, NoteSignature, SignedNote, key_id, read_note, signed
from waymark.trail.signing import PublicKey, SigningKey, is_signed, own_key, public_key
from waymark.trail.statements import EarlierSignature, Statement, refuse
from waymark.trail.tree import frontier_at, frontier_of

LARGEST = 16 * 1024
_ORIGIN = re.compile(r"waymark/([0-9a-f]{64})/(0|[1-9][0-9]{0,17})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_ROOT = 32
_LEAST = 3


class NoChain(RuleBroken):
    """The organisation has no chain here."""

    code = "no-chain"


class Signature(models.TextChoices):
    """Whose signature a checkpoint carries."""

    OWN = "own", gettext_lazy("signed by this installation")
    EARLIER = "earlier", gettext_lazy("signed by this installation, with an earlier key of its own")
    UNKNOWN = "unknown", gettext_lazy("signed with a key this installation does not have")
    WRONG = "wrong", gettext_lazy("the signature is wrong: the checkpoint was altered, or never signed")


class Containment(models.TextChoices):
    """Whether today's chain still contains what a checkpoint says."""

    CONTAINED = "contained", gettext_lazy("the chain still contains it")
    MISSING = "missing", gettext_lazy("the chain has no such entry any more")
    DIFFERENT = "different", gettext_lazy("the entries up to that one have another hash: the chain was rewritten")
    ELSEWHERE = "elsewhere", gettext_lazy("it was written by another installation, or for another database")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint as it was read: what it says, and how it is signed, in one of the two forms."""

    statement: Statement
    note: SignedNote | None = None
    earlier: EarlierSignature | None = None

    @property
    def signed_by(self) -> Signature:
        """Return whose signature it is."""
        found, _key = self._signer()
        return found

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the key it is signed with, for people to compare; of an unknown one its key id."""
        _found, key = self._signer()
        if key:
            return PublicKey(key).fingerprint
        return ", ".join(one.key_id.hex() for one in self.note.signatures) if self.note else ""

    def _signer(self) -> tuple[Signature, bytes]:
        own, earlier = public_key().raw, earlier_keys()
        if self.earlier is not None:
            key = self.earlier.key
            if not is_signed(self.earlier.text.encode(), self.earlier.signature, key):
                return Signature.WRONG, key
            return (_known(key, own) if key in {own, *earlier} else Signature.UNKNOWN), key
        assert self.note is not None  # noqa: S101 -- one of the two forms
        return _signer_of(self.note, own, earlier)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A checkpoint held against today's chain; `found` is the hash or the root that stands there now."""

    checkpoint: Checkpoint
    signature: Signature
    containment: Containment
    found: str = ""

    @property
    def is_good(self) -> bool:
        """Return whether it is this installation's own, and contained."""
        return self.signature in {Signature.OWN, Signature.EARLIER} and self.containment is Containment.CONTAINED


def write(organisation_id: int) -> str:
    """Return a signed checkpoint of a chain as the text of a file. Raises NoChain where there is none."""
    head = Head.objects.filter(organisation_id=organisation_id).first()
    if head is None:
        raise NoChain(_("There is no chain to write a checkpoint of."))
    return checkpoint_of(head)


def checkpoint_of(head: Head) -> str:
    """Return the same for a head that was read."""
    name = origin(head.organisation_id)
    text = f"{name}\n{head.seq}\n{as_base64(frontier_of(head).root)}\n"
    return str(signed(text, [_signature(name, text, own_key())]))


def origin(organisation_id: int) -> str:
    """Return what names a chain among all there are; it is also the name of the key in its checkpoints."""
    return f"waymark/{installation_id()}/{organisation_id}"


def as_base64(raw: bytes) -> str:
    """Return bytes as checkpoints and proofs write them."""
    return base64.b64encode(raw).decode("ascii")


def compare(checkpoint: Checkpoint) -> Comparison:
    """Hold a checkpoint against today's chain; one of today's form reads every entry up to the one it names."""
    statement, signature = checkpoint.statement, checkpoint.signed_by
    if statement.installation != installation_id():
        return Comparison(checkpoint, signature, Containment.ELSEWHERE)
    containment, found = _by_root(statement) if checkpoint.note is not None else _by_hash(statement)
    return Comparison(checkpoint, signature, containment, found)


def read(content: bytes) -> Checkpoint:
    """Return a checkpoint from the bytes of its file. Raises CheckpointUnreadable, with a sentence, for all else."""
    if len(content) > LARGEST:
        refuse(_("it is larger than a checkpoint ever is"))
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"", b"{", b"["}:
        statement, earlier = read_earlier(content)
        return Checkpoint(statement, earlier=earlier)
    try:
        note = read_note(content)
    except NoteMalformed:
        refuse(_("it is no signed note"))
    return Checkpoint(_statement(note.text), note=note)


def _statement(text: str) -> Statement:
    lines = text[:-1].split("\n")
    if len(lines) < _LEAST or "" in lines:
        refuse(_("it has not the three lines of a checkpoint"))
    # Lines after the third are nobody's business but the signer's.
    name, size, root = lines[:_LEAST]
    place = _ORIGIN.fullmatch(name)
    if place is None:
        refuse(_("its first line names no chain of Waymark"))
    if not _SIZE.fullmatch(size):
        refuse(_("its second line is no number of entries"))
    try:
        raw = base64.b64decode(root, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != _ROOT or as_base64(raw) != root:
        refuse(_("its third line is no root of a tree"))
    return Statement(place[1], int(place[2]), int(size), root=raw, count=int(size))


def _signer_of(note: SignedNote, own: bytes, earlier: list[bytes]) -> tuple[Signature, bytes]:
    """Return whose signature a note bears: any that names a known key must be good, the others are passed over."""
    name = note.text.partition("\n")[0]
    known = {key_id(name, key): key for key in [*earlier, own]}
    found: list[bytes] = []
    for one in note.signatures:
        key = known.get(one.key_id) if one.name == name else None
        if key is None:
            continue
        if not is_signed(note.text.encode(), one.signature, key):
            return Signature.WRONG, key
        found.append(key)
    if not found:
        return Signature.UNKNOWN, b""
    key = own if own in found else found[0]
    return _known(key, own), key


def _known(key: bytes, own: bytes) -> Signature:
    return Signature.OWN if key == own else Signature.EARLIER


def _signature(name: str, text: str, key: SigningKey) -> NoteSignature:
    return NoteSignature(name, key_id(name, key.public.raw), key.sign(text.encode()))


def _by_root(statement: Statement) -> tuple[Containment, str]:
    head = Head.objects.filter(organisation_id=statement.organisation).first()
    if head is None or head.seq < statement.seq:
        return Containment.MISSING, ""
    found = frontier_at(statement.organisation, statement.seq)
    if found.size < statement.seq:
        return Containment.MISSING, ""
    is_same = found.root == statement.root
    return (Containment.CONTAINED if is_same else Containment.DIFFERENT), as_base64(found.root)


def _by_hash(statement: Statement) -> tuple[Containment, str]:
    if statement.seq == 0:
        is_there = Head.objects.filter(organisation_id=statement.organisation).exists()
        return (Containment.CONTAINED if is_there else Containment.MISSING), ""
    entries = Entry.objects.filter(organisation_id=statement.organisation, seq=statement.seq)
    found = entries.values_list("hash", flat=True).first()
    if found is None:
        return Containment.MISSING, ""
    return (Containment.CONTAINED if found == statement.hash else Containment.DIFFERENT), found
