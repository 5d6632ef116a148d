"""A verifier written from docs/reference/trail.md alone: it imports nothing of the product."""

import base64
import hashlib
import json
from collections.abc import Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Row = tuple[int, str, str, str]


def faults(rows: Sequence[Row], head: tuple[int, str]) -> list[str]:
    """Return what is wrong with a chain, given as (seq, body, previous, hash) in order, and its head."""
    found = []
    expected, last = 1, "0" * 64
    for seq, body, previous, digest in rows:
        if seq != expected:
            found.append(f"{seq}: {expected} is missing")
        if previous != last:
            found.append(f"{seq}: not linked to the entry before")
        if hashlib.sha256(b"\n".join([previous.encode(), body.encode()])).hexdigest() != digest:
            found.append(f"{seq}: another hash")
        expected, last = seq + 1, digest
    if head != (expected - 1, last):
        found.append("the head names another end")
    return found


def checkpoint_faults(content: bytes, rows: Sequence[Row]) -> list[str]:
    """Return what is wrong with a checkpoint: its signature, or the entry it names in a chain of today."""
    document = json.loads(content)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(document["public_key"]))
        key.verify(bytes.fromhex(document["signature"]), document["statement"].encode())
    except InvalidSignature:
        return ["the signature is wrong"]
    statement = json.loads(document["statement"])
    there = {seq: digest for seq, _body, _previous, digest in rows}
    if statement["seq"] not in there:
        return ["the chain has no such entry"]
    return [] if there[statement["seq"]] == statement["hash"] else ["the chain has another hash in that place"]


def note_text(note: bytes, key: str) -> str:
    """Return the text of a signed note, if a verifier key (name, id and key, joined by +) signed it."""
    name, _id, encoded = key.split("+", 2)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded)[1:])
    text, _blank, lines = note.decode().rpartition("\n\n")
    for line in lines.strip().split("\n"):
        _dash, by, signature = line.split(" ")
        if by == name:
            public.verify(base64.b64decode(signature)[4:], f"{text}\n".encode())
            return f"{text}\n"
    message = "not signed with this key"
    raise ValueError(message)


def proved_body(proof: bytes, key: str) -> str:
    """Return the body that a proof proves to be in the chain; raises where it does not."""
    first, blank, note = proof.decode().partition("\n\n")
    _form, extra, index, *path = first.split("\n")
    origin, size, root, *_more = note_text(note.encode(), key).split("\n")
    body = base64.b64decode(extra.removeprefix("extra "))
    number, last = int(index.removeprefix("index ")), int(size) - 1
    found = hashlib.sha256(b"\x00" + body).digest()
    # As RFC 9162, 2.1.3.2 verifies an inclusion proof: by the bits of the index and of that of the last leaf.
    for sibling in map(base64.b64decode, path):
        if number & 1 or number == last:
            found = hashlib.sha256(b"\x01" + sibling + found).digest()
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + sibling).digest()
        number, last = number >> 1, last >> 1
    assert blank
    assert origin.startswith("waymark/")
    assert last == 0
    assert base64.b64encode(found).decode() == root, "the entry is not in the tree"
    return body.decode()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree of RFC 6962 over some leaves, by its definition."""
    if len(leaves) < 2:
        return hashlib.sha256(b"".join(b"\x00" + one for one in leaves)).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree_root(leaves[:half]) + tree_root(leaves[half:])).digest()


def key_change_faults(body: str) -> list[str]:
    """Return what is wrong with an entry that changes the key: which of the two did not sign the statement."""
    changes = json.loads(body)["changes"]
    text, found = changes["statement"][1], []
    for name, public in zip(("old", "new"), changes["public_key"], strict=True):
        signature = bytes.fromhex(changes[f"{name}_signature"][1])
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, text.encode())
        except InvalidSignature:
            found.append(f"the {name} key did not sign")
        if json.loads(text)[name] != public:
            found.append(f"the statement names another {name} key")
    return found
