"""A change of the key that signs checkpoints: an entry of the installation's chain, signed by both keys.

So whoever trusts the key of before can go on to the new one without asking anybody. The statement that is signed is
written down in docs/reference/trail.md and never changes; a new form gets a new name.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from waymark.core.clock import now
from waymark.trail.actors import Acts
from waymark.trail.bodies import read_body
from waymark.trail.canonical import canonical, moment
from waymark.trail.chain import INSTALLATION, Draft, append, begin, installation_id
from waymark.trail.events import TrailEvent
from waymark.trail.models import Entry
from waymark.trail.signing import PublicKey, follow_on, has_next_key, is_signed, next_key, own_key

FORM = "waymark-key-change-1"


def change_key(*, by: Acts, reason: str) -> tuple[PublicKey, PublicKey]:
    """Put a new key in the place of the one that signs checkpoints; return the old one and the new one.

    What was signed with the old key stays known as this installation's, by the entry. The old private key is gone
    then. An earlier change that was cut short is brought to its end first.
    """
    with transaction.atomic():
        head = begin(INSTALLATION)
        _finish_earlier()
        old, new, at = own_key(), next_key(), now()
        statement = {"form": FORM, "installation": installation_id(), "old": old.public.text, "new": new.public.text}
        text = canonical({**statement, "at": moment(at)})
        changes: dict[str, list[str | None]] = {
            "public_key": [old.public.text, new.public.text],
            "statement": [None, text],
            "old_signature": [None, old.sign(text.encode()).hex()],
            "new_signature": [None, new.sign(text.encode()).hex()],
        }
        append([Draft(head, changes)], TrailEvent.KEY_CHANGED, head=head, by=by, note=reason, at=at)
    # Not before the entry is there: a key without one would be a stranger's.
    follow_on()
    return old.public, new.public


def earlier_keys() -> list[bytes]:
    """Return the keys that came before the one of now, the newest first, as far as entries signed by both lead back."""
    key, found = own_key().public.raw, []
    for changes in filter(is_signed_by_both, _changes()):
        old, new = _keys(changes)
        if new == key:
            found.append(old)
            key = old
    return found


def is_signed_by_both(changes: Any) -> bool:
    """Return whether the changes of an entry are a change of keys, signed by the old one and the new one."""
    try:
        text = changes["statement"][1]
        statement = json.loads(text)
        old, new = _keys(changes)
        agrees = (statement["form"], statement["old"], statement["new"]) == (FORM, old.hex(), new.hex())
        signatures = [bytes.fromhex(changes[name][1]) for name in ("old_signature", "new_signature")]
        signed = text.encode()
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return False
    return agrees and all(is_signed(signed, *pair) for pair in zip(signatures, (old, new), strict=True))


def _changes() -> Iterator[Mapping[str, Any]]:
    """Yield what each change of keys wrote, the newest first; an entry that cannot be read says nothing."""
    entries = Entry.objects.filter(organisation_id=INSTALLATION).of_event(TrailEvent.KEY_CHANGED).newest_first()
    for body in entries.values_list("body", flat=True):
        read = read_body(body)
        if read is not None:
            yield read["changes"]


def _keys(changes: Mapping[str, Any]) -> tuple[bytes, bytes]:
    old, new = changes["public_key"]
    return bytes.fromhex(old), bytes.fromhex(new)


def _finish_earlier() -> None:
    """Bring a change to its end whose entry is there, and whose file is not yet in its place."""
    newest = next(filter(is_signed_by_both, _changes()), None)
    if newest is not None and has_next_key() and _keys(newest)[1] == next_key().public.raw:
        follow_on()
