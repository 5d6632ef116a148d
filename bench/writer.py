"""One of several programs that collect evidence and edit the same few records at once; run by `bench.writers`.

Its arguments are acts: `write:NAME SECONDS ROUNDS`.
"""

import io
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field

import django

django.setup()

from django.db import OperationalError  # noqa: E402 -- models exist only once Django is set up

from bench.racer import take_part  # noqa: E402 -- as above
from bench.soundness import broken, orphans  # noqa: E402 -- as above
from waymark.core.clock import day_in  # noqa: E402 -- as above
from waymark.evidence.collecting import CaptureDraft, EvidenceDraft, GivenFile, add_capture, collect  # noqa: E402 -- as above
from waymark.evidence.files.store import keep  # noqa: E402 -- as above
from waymark.evidence.models.capture import Capture  # noqa: E402 -- as above
from waymark.evidence.models.evidence import Evidence  # noqa: E402 -- as above
from waymark.people.founding import found  # noqa: E402 -- as above
from waymark.people.models.member import Member  # noqa: E402 -- as above
from waymark.people.models.organisation import Organisation  # noqa: E402 -- as above
from waymark.trail.actors import CONSOLE  # noqa: E402 -- as above
from waymark.trail.door import StaleRecord  # noqa: E402 -- as above
from waymark.trail.models import Entry  # noqa: E402 -- as above

SHARED = (1, 2, 3)
"""Numbers of the evidence that everybody edits."""
_LARGEST = 60_000  # bytes of a file
_TRIES = 10_000  # of one edit; whoever is beaten so often will not be heard any more


@dataclass
class Done:
    """What one program did: captures added and edits by the number of the evidence, `slowest` in seconds."""

    collected: int = 0
    captures: Counter[int] = field(default_factory=Counter)
    edits: Counter[int] = field(default_factory=Counter)
    conflicts: int = 0
    locked: int = 0
    slowest: float = 0.0


def prepare() -> Organisation:
    """Make an organisation with the evidence that everybody edits."""
    made = found("Busy", by=CONSOLE)
    owner = Member.add(made, name="Owner", by=CONSOLE)
    for number in SHARED:
        _collect(EvidenceDraft(title=f"Shared {number}", about="{}", owner=owner), f"shared-{number}")
    return made


def write(organisation: Organisation, words: str) -> str:
    """Collect, add to what is shared and edit it in turn, until the seconds or the rounds are over."""
    name, seconds, rounds = words.split()
    owner, done = Member.objects.of(organisation).select_related("organisation").get(), Done()
    chance = random.Random(name)  # noqa: S311 -- the same files each time
    until = time.monotonic() + float(seconds)
    for turn in range(int(rounds)):
        begun = time.monotonic()
        if begun > until:
            break
        try:
            content = chance.randbytes(chance.randint(1, _LARGEST)) if turn % 2 else b""
            _collect(EvidenceDraft(title=f"{name} {turn}", owner=owner), f"{name}-{turn}", content)
            done.collected += 1
            number = SHARED[turn % len(SHARED)]
            add_capture(_evidence(organisation, number), _collected(f"{name}-{turn}-more"), by=owner)
            done.captures[number] += 1
            done.conflicts += _edit(owner, number, name)
            done.edits[number] += 1
        except OperationalError:
            done.locked += 1
        done.slowest = max(done.slowest, time.monotonic() - begun)
    return json.dumps(vars(done))


def report(organisation: Organisation) -> str:
    """Tell what is there."""
    evidence = Evidence.objects.of(organisation)
    shared = evidence.filter(number__in=SHARED)
    return json.dumps(
        {
            "evidence": evidence.count(),
            "captures": Capture.objects.of(organisation).count(),
            "entries": Entry.objects.of(organisation).count(),
            "tallies": {one.number: json.loads(one.about) for one in shared},
            "versions": {one.number: one.version for one in shared},
            "orphans": orphans(),
            "broken": broken(),
        }
    )


def _collect(draft: EvidenceDraft, key: str, content: bytes = b"") -> None:
    files = (GivenFile.of(f"{key}.bin", keep(io.BytesIO(content), limit=_LARGEST)),) if content else ()
    # A member acts, not the console: rows point at the member whom others hold meanwhile.
    collect(draft.owner.organisation, draft, _collected(key, files), by=draft.owner)


def _collected(key: str, files: tuple[GivenFile, ...] = ()) -> CaptureDraft:
    return CaptureDraft(key=key, collected_on=day_in("UTC"), note=f"Told as {key}", files=files)


def _edit(by: Member, number: int, name: str) -> int:
    """Count one more edit of this program in the notes; return how often somebody else was first."""
    for tried in range(_TRIES):
        seen = _evidence(by.organisation, number)
        tally = json.loads(seen.about)
        about = json.dumps(tally | {name: tally.get(name, 0) + 1})
        # As a form does: what was on the screen counts, and the record is read anew when it comes in.
        fresh = _evidence(by.organisation, number)
        try:
            fresh.read_at(seen.version).edit(
                title=seen.title, about=about, kind=seen.kind, confidentiality=seen.confidentiality,
                fresh_months=seen.fresh_months, by=by,
            )  # fmt: skip
        except StaleRecord:
            continue
        return tried
    message = f"{name} was beaten {_TRIES} times"
    raise TimeoutError(message)


def _evidence(organisation: Organisation, number: int) -> Evidence:
    return Evidence.objects.of(organisation).select_related("organisation").get(number=number)


take_part(prepare, report, {"write": write})
