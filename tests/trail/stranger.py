"""A verifier written from docs/reference/trail.md alone: it imports nothing of the product."""

import hashlib
from collections.abc import Sequence

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
