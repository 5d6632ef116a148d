"""One of several programs that write to one chain at once; run by test_concurrency in a process of its own.

Its arguments are acts: `count:NAME`.
"""

import json
import time

import django

django.setup()

from bench.racer import take_part  # noqa: E402 -- models exist only once Django is set up
from waymark.people.founding import found  # noqa: E402 -- as above
from waymark.people.models.member import Member  # noqa: E402 -- as above
from waymark.people.models.organisation import Organisation, next_number  # noqa: E402 -- as above
from waymark.trail.actors import CONSOLE  # noqa: E402 -- as above
from waymark.trail.door import StaleRecord  # noqa: E402 -- as above
from waymark.trail.models import Entry, Head  # noqa: E402 -- as above

ROUNDS = 12


def prepare() -> Organisation:
    """Make an organisation with a record that everybody counts up in."""
    made = found("Busy", by=CONSOLE)
    Member.add(made, name="Shared", post="0", by=CONSOLE)
    return made


def count(organisation: Organisation, name: str) -> str:
    """Name members, and count up in the record that everybody else counts up in too."""
    for number in range(ROUNDS):
        Member.add(organisation, name=f"{name} {number}", by=CONSOLE)
        while not _counted_up(organisation):
            pass  # somebody else was first: read anew and try again
        next_number(organisation, "XX")
    return "done"


def report(organisation: Organisation) -> str:
    """Tell what is stored."""
    head = Head.objects.get(organisation_id=organisation.pk)
    chain = Entry.objects.of(organisation).order_by("seq").values_list("seq", "body", "previous", "hash")
    shared = Member.objects.of(organisation).get(name="Shared")
    return json.dumps(
        {
            "head": [head.seq, head.hash],
            "chain": [list(row) for row in chain],
            "members": Member.objects.of(organisation).count(),
            "counted": int(shared.post),
            "version": shared.version,
            "number": next_number(organisation, "XX"),
        }
    )


def _counted_up(organisation: Organisation) -> bool:
    """Return whether this program was the one who counted."""
    shared = Member.objects.of(organisation).get(name="Shared")
    # Whoever reads needs a moment until they write; without it, somebody else is hardly ever first.
    time.sleep(0.005)
    shared.post = str(int(shared.post) + 1)
    try:
        shared.commit("member.described", by=CONSOLE)
    except StaleRecord:
        return False
    return True


take_part(prepare, report, {"count": count})
