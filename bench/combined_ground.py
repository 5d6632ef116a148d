"""Builds the combined organisation: rounds, evidence behind every point, work and a long trail at once.

Rows go through the write door in large batches, so that chains and what is kept of the evidence are those of real
acts. Only what pads the trail to its length is appended without a change of its record.
"""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bench.organisation import grown, newest, rating_input
from waymark.catalogue.models.framework import Framework, Point
from waymark.catalogue.outline import outline
from waymark.conformity.events import ConformityEvent
from waymark.conformity.models.standing import Standing
from waymark.conformity.ratings import Rating
from waymark.conformity.record_kinds import POINT, REQUIREMENT
from waymark.conformity.rounds import close_round, judge_many, open_round
from waymark.core.clock import now
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.freshness import Check, add_months
from waymark.evidence.kinds import EvidenceKind, months_fresh
from waymark.evidence.models.capture import Capture, Form
from waymark.evidence.models.evidence import CHECK_WITHIN, Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.verification import Outcome, Verification
from waymark.evidence.search import index
from waymark.evidence.search.dialect import Document
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, Series
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.tasks.events import TaskEvent
from waymark.tasks.models.task import Task
from waymark.trail.actors import CONSOLE
from waymark.trail.chain import Draft, append, locked_head
from waymark.trail.door import commit_all
from waymark.trail.models import Entry
from waymark.work.owners import assign_owner

ROUNDS, BATCH, MEMBERS, UNVERIFIED = 50, 5_000, 20, 10
"""Members share pieces and tasks evenly; of so many pieces one waits for its check."""
_KINDS = (EvidenceKind.POLICY, EvidenceKind.MONITORING, EvidenceKind.INTERNAL_AUDIT, EvidenceKind.OTHER)
Announce = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything an organisation has."""

    pieces: int
    tasks: int
    entries: int

    def times(self, factor: float) -> "Size":
        """Return so many times as much of each."""
        return Size(*(int(count * factor) for count in (self.pieces, self.tasks, self.entries)))


def combined(user: User, framework: Framework, slug: str, size: Size, *, announce: Announce) -> Organisation:
    """Return an organisation of a size: fifty closed rounds and one open, evidence, tasks and entries."""
    organisation = grown(user, framework, slug, rounds=ROUNDS - 1, announce=announce)
    owner = Member.objects.of(organisation).get(user=user)
    standings = list(Standing.objects.of(organisation))
    assign_owner(standings, {one.pk: owner for one in standings}, by=owner)
    members = [owner, *(_colleague(organisation, number) for number in range(1, MEMBERS))]
    for batch in _batches(size.pieces):
        _add_evidence(members, batch)
        announce(f"{slug}: piece {batch[-1]}")
    _another_round(organisation, framework, owner)
    for batch in _batches(size.tasks):
        _add_tasks(members, batch)
    for kind, last in (("EV", size.pieces), ("TASK", size.tasks)):
        Series.objects.update_or_create(organisation=organisation, kind=kind, defaults={"last": last})
    _pad_trail(organisation, size.entries, announce)
    return organisation


def _colleague(organisation: Organisation, number: int) -> Member:
    return Member.add(organisation, name=f"Colleague {number}", roles=[Role.CONTRIBUTOR], by=CONSOLE)


def _batches(count: int) -> Iterator[range]:
    return (range(start, min(start + BATCH, count + 1)) for start in range(1, count + 1, BATCH))


def _add_evidence(members: Sequence[Member], numbers: Sequence[int]) -> None:
    """Add pieces with a capture each, linked to a point, and every second one to a requirement too."""
    owner = members[0]
    organisation, chance = owner.organisation, random.Random(numbers[0])  # noqa: S311 -- the same evidence at every run
    points = list(Point.objects.filter(requirement__framework__in=_taken_up(organisation)).values_list("pk", flat=True))
    standings = list(Standing.objects.of(organisation).values_list("pk", flat=True))
    today = now().date()
    with transaction.atomic():
        days = [today - dt.timedelta(days=chance.randrange(900)) for _number in numbers]
        pieces = [_piece(_of(members, number), number, day, today) for number, day in zip(numbers, days, strict=True)]
        commit_all(pieces, EvidenceEvent.BEGUN, by=owner)
        captures = [_capture(piece, day) for piece, day in zip(pieces, days, strict=True)]
        commit_all(captures, EvidenceEvent.CAPTURED, by=owner)
        checks = [
            _check(capture, _of(members, number + 1))
            for capture, number in zip(captures, numbers, strict=True)
            if capture.evidence.check_state == Check.VERIFIED
        ]
        commit_all(checks, EvidenceEvent.VERIFIED, by=owner)
        targets = [(piece, POINT.kind, chance.choice(points)) for piece in pieces]
        targets += [(piece, REQUIREMENT.kind, chance.choice(standings)) for piece in pieces[::2]]
        links = [
            EvidenceLink(organisation=organisation, evidence=piece, kind=kind, record_id=key)
            for piece, kind, key in targets
        ]
        commit_all(links, EvidenceEvent.LINKED, by=owner)
        for piece in pieces:
            notes = f"{piece.reference}\nThe review of the release was seen and read."
            index.put(Document(piece.pk, piece.version, piece.title, notes, ""))


def _of(members: Sequence[Member], number: int) -> Member:
    return members[number % len(members)]


def _taken_up(organisation: Organisation) -> Any:
    return Standing.objects.of(organisation).order_by().values("requirement__framework")


def _piece(owner: Member, number: int, collected_on: dt.date, today: dt.date) -> Evidence:
    kind = _KINDS[number % len(_KINDS)]
    months = months_fresh(kind)
    return Evidence(
        organisation=owner.organisation,
        number=number,
        title=f"Release {number} was reviewed",
        kind=kind,
        owner=owner,
        fresh_months=months,
        newest_number=1,
        captured_on=collected_on,
        fresh_until=add_months(collected_on, months),
        check_due_on=today + CHECK_WITHIN,
        check_state=Check.VERIFIED if number // MEMBERS % UNVERIFIED else Check.UNVERIFIED,
    )


def _capture(piece: Evidence, collected_on: dt.date) -> Capture:
    """Return a link to a fixed version for every second piece, and a note for the others."""
    is_link = piece.number % 2 == 0
    return Capture(
        organisation=piece.organisation,
        evidence=piece,
        number=1,
        form=Form.LINK if is_link else Form.NOTE,
        link=f"https://example.org/releases/{piece.number}" if is_link else "",
        is_fixed=True if is_link else None,
        note="" if is_link else "The review of the release was seen and read.",
        collected_on=collected_on,
        collected_by=piece.owner,
        key=f"bench-{piece.number}",
    )


def _check(capture: Capture, by: Member) -> Verification:
    return Verification(
        organisation=capture.organisation,
        capture=capture,
        revision=1,
        outcome=Outcome.VERIFIED,
        statement="Compared with the register of releases.",
        checked_by=by,
        checked_on=capture.collected_on,
    )


def _another_round(organisation: Organisation, framework: Framework, owner: Member) -> None:
    """Close the open round, which then keeps the evidence behind it, and rate every point in the next one."""
    close_round(newest(organisation), by=owner, reason="The rest is measured in another round.")
    tree, chance = outline(framework.pk, "en"), random.Random(42001)  # noqa: S311 -- as above
    controls = [one.ref for one in tree.controls]
    assessment = open_round(organisation, framework, title="With evidence", controls=controls, by=owner)
    judge_many(assessment, [Rating(point, rating_input(chance)) for point in tree.points], by=owner)


def _add_tasks(members: Sequence[Member], numbers: Sequence[int]) -> None:
    organisation, today = members[0].organisation, now().date()
    standings = list(Standing.objects.of(organisation).values_list("pk", flat=True))
    tasks = [
        Task(
            organisation=organisation,
            number=number,
            title=f"Write procedure {number}",
            owner=_of(members, number),
            about_kind=REQUIREMENT.kind,
            about_id=standings[number % len(standings)],
            due_on=today + dt.timedelta(days=number * 37 % 400 - 100),
        )
        for number in numbers
    ]
    commit_all(tasks, TaskEvent.MADE, by=CONSOLE)


def _pad_trail(organisation: Organisation, entries: int, announce: Announce) -> None:
    """Append entries about due dates until the trail has its length."""
    standings = itertools.cycle(Standing.objects.of(organisation).select_related("requirement"))
    days: Iterator[dt.date] = (dt.date(2020, 1, 1) + dt.timedelta(days=number % 2000) for number in itertools.count())
    missing = entries - Entry.objects.of(organisation).count()
    for start in range(0, missing, BATCH):
        drafts = [
            Draft(standing, {"due_on": [None, next(days)]})
            for standing in itertools.islice(standings, min(BATCH, missing - start))
        ]
        with transaction.atomic():
            head = locked_head(organisation.pk)
            assert head is not None  # noqa: S101 -- the organisation was founded
            append(drafts, ConformityEvent.DATED, head=head, by=CONSOLE, note="", at=now())
        if start % (10 * BATCH) == 0:
            announce(f"{organisation.slug}: {start} entries of padding")
