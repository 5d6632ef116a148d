"""Compares everything that was sent with what is there afterwards; run by `bench.kills` in a process of its own.

Reads the sendings as JSON on standard input and prints what is lost, without its parts, or broken.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

import django

django.setup()

from bench.sendings import Act, Fact, Sending  # noqa: E402 -- models exist only once Django is set up
from bench.soundness import broken, orphans, unnamed  # noqa: E402 -- as above
from waymark.conformity.models.judgement import Judgement  # noqa: E402 -- as above
from waymark.evidence.events import EvidenceEvent  # noqa: E402 -- as above
from waymark.evidence.models.capture import Capture  # noqa: E402 -- as above
from waymark.evidence.models.evidence import Evidence  # noqa: E402 -- as above
from waymark.evidence.models.link import EvidenceLink  # noqa: E402 -- as above
from waymark.people.readers import Operator  # noqa: E402 -- as above
from waymark.records.kinds import line_for  # noqa: E402 -- as above
from waymark.trail.models import Entry  # noqa: E402 -- as above

Stored = tuple[str, Fact]
"""A mark, and what is stored under it."""


def lost(sendings: Iterable[Sending], stored: Iterable[Stored]) -> Iterator[str]:
    """Name each sending that is not there as it was answered, and what is there and was not sent."""
    there: dict[str, list[Fact]] = defaultdict(list)
    for mark, fact in stored:
        there[mark].append(fact)
    for one in sendings:
        found = there.pop(one.mark, [])
        allowed = [[one.fact]] if one.was_taken else [[]] if one.was_refused else [[], [one.fact]]
        if found not in allowed:
            yield f"{one.act} {one.mark} was answered {one.status or 'not at all'}, and is stored as {found}"
    yield from (f"nobody sent {mark}, and it is stored as {facts}" for mark, facts in there.items())


def overtaken(sendings: Iterable[Sending], stored: Iterable[Stored]) -> Iterator[str]:
    """Name each edit that stands before one that was answered before it was sent: the older one came back over it."""
    known = {one.mark: one for one in sendings}
    latest: dict[tuple[str, str], float] = defaultdict(float)
    for mark, (act, target, *_rest) in stored:
        one = known.get(mark)
        if one is None or not target:
            continue
        if one.heard_at and one.heard_at < latest[act, target]:
            yield f"{act} {mark} of {target} stands after one that was sent when it had been answered"
        latest[act, target] = max(latest[act, target], one.sent_at)


def miscounted(stored: Iterable[Stored]) -> Iterator[str]:
    """Name each edit that was written over what its writer had not seen."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for mark, (act, target, seen, *_rest) in stored:
        if act in {Act.DESCRIPTION, Act.JUDGEMENT}:
            if seen != counts[act, target]:
                yield f"{act} {mark} of {target} was made on number {seen}, and stands on number {counts[act, target]}"
            counts[act, target] += 1


def everything() -> list[Stored]:
    """Return what the database holds of all that writers send, each kind in the order in which it was stored."""
    return [*_captures(), *_descriptions(), *_judgements(), *_links()]


def _captures() -> Iterator[Stored]:
    captures = Capture.objects.order_by("pk").select_related("evidence").prefetch_related("files__file")
    for capture in captures:
        files = [(one.name, one.file.sha256, one.file.size) for one in capture.files.all()] or [("", "", 0)]
        act, target = Act.CAPTURE, str(capture.evidence.number)
        if capture.number == 1:
            # The first capture came with the name.
            act, target = (Act.FILE if files[0][0] else Act.NOTE), ""
            if capture.evidence.title != capture.note:
                target = f"evidence called {capture.evidence.title}"
        yield from ((capture.note, (act, target, 0, *file)) for file in files)


def _descriptions() -> Iterator[Stored]:
    numbers = dict(Evidence.objects.values_list("pk", "number"))
    for pk, about in _recorded(EvidenceEvent.DESCRIBED, "about"):
        count, _blank, mark = about.partition(" ")
        yield mark, (Act.DESCRIPTION, str(numbers[pk]), int(count) - 1, "", "", 0)


def _judgements() -> Iterator[Stored]:
    for one in Judgement.objects.order_by("pk").select_related("point"):
        yield one.finding, (Act.JUDGEMENT, one.point.ref, one.revision - 1, "", "", 0)


def _links() -> Iterator[Stored]:
    links = {one.pk: one for one in EvidenceLink.objects.select_related("evidence__organisation")}
    for pk, why in _recorded(EvidenceEvent.LINKED, "why"):
        one = links[pk]
        line = line_for(Operator(one.evidence.organisation), one.kind, one.record_id)
        target = f"{one.evidence.reference} {line.reference if line else ''}"
        yield why, (Act.LINK, target, 0, "", "", 0)


def _recorded(event: str, name: str) -> Iterator[tuple[int, str]]:
    """Return the keys of records with what the entries of one event made of one field, in the order of the chain."""
    for pk, body in Entry.objects.of_event(event).order_by("seq").values_list("record_id", "body"):
        changes = json.loads(body)["changes"]
        if name in changes:
            yield pk, changes[name][1]


def main() -> None:
    """Compare and tell."""
    sendings = [Sending(**one) for one in json.load(sys.stdin)]
    stored = everything()
    faults = [*lost(sendings, stored), *overtaken(sendings, stored), *miscounted(stored)]
    report = {"lost": faults, "orphans": orphans(), "broken": broken(), "unnamed": unnamed()}
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
