"""Signed notes of C2SP (c2sp.org/signed-note), with Ed25519: a text, a blank line, and a line for each signature."""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

ED25519 = b"\x01"
"""The type of a signature with Ed25519 over the text of the note."""
MOST = 64
"""How many signatures a note may bear here; the form asks to take at least 16."""
_DASH = "\u2014"
_ID = 4


class NoteMalformed(ValueError):
    """The bytes are no signed note."""


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature: the name of the key, the first bytes of its hash, and what was signed with it."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """Return its line, without the line break."""
        return f"{_DASH} {self.name} {base64.b64encode(self.key_id + self.signature).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A text that ends in a line break, and its signatures."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __str__(self) -> str:
        """Return the note as it is stored."""
        return self.text + "\n" + "".join(f"{one}\n" for one in self.signatures)


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes by which signatures name an Ed25519 key of 32 bytes."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:_ID]


def verifier_key(name: str, public: bytes) -> str:
    """Return an Ed25519 key as programs for signed notes take it: name, key id and key."""
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(ED25519 + public).decode('ascii')}"


def read_verifier_key(text: str) -> tuple[str, bytes]:
    """Return the name and the 32 bytes of such a key. Raises NoteMalformed."""
    name, _plus, rest = text.partition("+")
    digits, _plus, encoded = rest.partition("+")
    typed = _decoded(encoded)
    public = typed[1:]
    if not is_name(name) or typed[:1] != ED25519 or len(public) != 32:  # noqa: PLR2004 -- an Ed25519 key
        raise NoteMalformed
    if digits != key_id(name, public).hex():
        raise NoteMalformed
    return name, public


def is_name(name: str) -> bool:
    """Return whether a key may be called so: not empty, no spaces, no plus."""
    return bool(name) and "+" not in name and not any(one.isspace() or one < " " for one in name)


def read_note(content: bytes) -> SignedNote:
    """Return the note that some bytes are. Raises NoteMalformed."""
    try:
        whole = content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise NoteMalformed from wrong
    if any(one < " " and one != "\n" for one in whole) or not whole.endswith("\n"):
        raise NoteMalformed
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not text:
        raise NoteMalformed
    found = tuple(_signature(line) for line in lines[:-1].split("\n"))
    if len(found) > MOST:
        raise NoteMalformed
    return SignedNote(text + "\n", found)


def _signature(line: str) -> NoteSignature:
    dash, _space, rest = line.partition(" ")
    name, _space, encoded = rest.partition(" ")
    whole = _decoded(encoded)
    if dash != _DASH or not is_name(name) or len(whole) <= _ID:
        raise NoteMalformed
    return NoteSignature(name, whole[:_ID], whole[_ID:])


def _decoded(text: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", text):
        raise NoteMalformed
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise NoteMalformed from wrong
    # One text for one value: what is left over in the last digit must be nothing.
    if base64.b64encode(found).decode("ascii") != text:
        raise NoteMalformed
    return found


def signed(text: str, signatures: Sequence[NoteSignature]) -> SignedNote:
    """Return a note over a text that ends in a line break. Raises NoteMalformed for a text that cannot be one."""
    return read_note(str(SignedNote(text, tuple(signatures))).encode())
