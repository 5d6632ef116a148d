"""Writes checkpoints of the earlier form, as Waymark did before they were signed notes; they are read for ever."""

import json

from waymark.core.clock import now
from waymark.trail.canonical import canonical, moment
from waymark.trail.chain import installation_id
from waymark.trail.models import Entry, Head
from waymark.trail.signing import public_key, sign

FORM = "waymark-checkpoint-1"


def write_earlier(organisation_id: int, name: str) -> str:
    """Return a checkpoint of a chain as the text of a JSON file."""
    head = Head.objects.get(organisation_id=organisation_id)
    entries = Entry.objects.filter(organisation_id=organisation_id, seq__lte=head.seq)
    text = canonical(
        {
            "form": FORM,
            "installation": installation_id(),
            "organisation": organisation_id,
            "name": name,
            "seq": head.seq,
            "count": entries.count(),
            "hash": head.hash,
            "entry_at": entries.filter(seq=head.seq).values_list("at", flat=True).first(),
            "at": moment(now()),
        }
    )
    signature = sign(text.encode()).hex()
    document = {"form": FORM, "statement": text, "public_key": public_key().text, "signature": signature}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
