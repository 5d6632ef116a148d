"""A verifier written from docs/reference/trail.md alone: it imports nothing of the product."""

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
