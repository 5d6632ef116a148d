"""One of several programs that work on the same evidence at once; run by test_races in a process of its own.

Its arguments are acts: `add:NAME` and `send`.
"""

import json

import django

django.setup()

from bench.racer import take_part  # noqa: E402 -- models exist only once Django is set up
from waymark.core.clock import day_in  # noqa: E402 -- as above
from waymark.evidence.collecting import CaptureDraft, EvidenceDraft, add_capture, collect, create_evidence  # noqa: E402 -- as above
from waymark.evidence.models.capture import Capture  # noqa: E402 -- as above
from waymark.evidence.models.evidence import Evidence  # noqa: E402 -- as above
from waymark.people.founding import found  # noqa: E402 -- as above
from waymark.people.models.member import Member  # noqa: E402 -- as above
from waymark.people.models.organisation import Organisation  # noqa: E402 -- as above
from waymark.trail.actors import CONSOLE  # noqa: E402 -- as above

ROUNDS = 10


def prepare() -> Organisation:
    """Make an organisation with one piece of evidence."""
    made = found("Racing", by=CONSOLE)
    owner = Member.add(made, name="Owner", by=CONSOLE)
    create_evidence(made, EvidenceDraft(title="Shared", owner=owner), by=CONSOLE)
    return made


def add(organisation: Organisation, who: str) -> str:
    """Add captures to the same evidence as the others."""
    for number in range(ROUNDS):
        evidence = Evidence.objects.of(organisation).select_related("organisation").get(number=1)
        add_capture(evidence, _what(f"{who}-{number}"), by=CONSOLE)
    return "done"


def send(organisation: Organisation, _who: str) -> str:
    """Send the same forms as the others, as an impatient finger or a network does."""
    owner = Member.objects.of(organisation).get()
    made = []
    for number in range(ROUNDS):
        draft = EvidenceDraft(title=f"Sent {number}", owner=owner)
        evidence, _capture = collect(organisation, draft, _what(f"same-{number}"), by=CONSOLE)
        made.append(evidence.number)
    return json.dumps(made)


def report(organisation: Organisation) -> str:
    """Tell what is there: the numbers of the captures of the shared evidence, and all that was sent."""
    captures = Capture.objects.of(organisation).filter(evidence__number=1).order_by("number")
    sent = Evidence.objects.of(organisation).filter(title__startswith="Sent").order_by("number")
    return json.dumps(
        {
            "captures": list(captures.values_list("number", flat=True)),
            "newest": Evidence.objects.of(organisation).get(number=1).newest_number,
            "sent": list(sent.values_list("number", flat=True)),
        }
    )


def _what(key: str) -> CaptureDraft:
    return CaptureDraft(key=key, collected_on=day_in("UTC"), note=f"Told as {key}")


take_part(prepare, report, {"add": add, "send": send})
