"""What the pages of evidence show, read in few queries however much there is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce

from waymark.evidence.freshness import Age, Check, Condition, Period, uncovered
from waymark.evidence.from_records import RecordPiece, behind_points
from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.evidence import AGE, Evidence, EvidenceQuerySet, lowers_while_used
from waymark.evidence.models.link import EvidenceLink, EvidenceLinkQuerySet
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.models.verification import Verification
from waymark.evidence.search.index import Hit
from waymark.evidence.search.words import Segment
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.backing import Asked
from waymark.records.kinds import RecordLine, lines_for

LOWERED = "lowering"
"""Names of filters beside the conditions: nobody has checked it, and it no longer carries a claim."""
KIND = "evidence.evidence"
SHOWN = 10
"""So many pieces behind a record its page shows; the list of evidence has the others."""


@dataclass(frozen=True, slots=True)
class Row:
    """One item as a list shows it."""

    evidence: Evidence
    condition: Condition
    because: str
    links: int
    snippet: tuple[Segment, ...] = ()

    @property
    def is_unverified(self) -> bool:
        """Return whether something was captured that nobody has checked."""
        return self.evidence.check_state == Check.UNVERIFIED and self.condition not in {
            Condition.EMPTY,
            Condition.RETIRED,
        }


def rows_of(items: Iterable[Evidence], day: dt.date) -> list[Row]:
    """Return items as rows; `links_count` was counted with them."""
    return [
        Row(one, one.age.condition(day), one.age.because(day), int(getattr(one, "links_count", 0))) for one in items
    ]


def rows_of_hits(items: EvidenceQuerySet, hits: Iterable[Hit], day: dt.date) -> list[Row]:
    """Return what a search found as rows, the best first, each with the words around what was found; one query."""
    found = list(hits)
    by_pk = with_links(items).in_bulk([hit.evidence_id for hit in found])
    there = [hit for hit in found if hit.evidence_id in by_pk]
    rows = rows_of((by_pk[hit.evidence_id] for hit in there), day)
    return [replace(row, snippet=hit.snippet) for row, hit in zip(rows, there, strict=True)]


def with_links(items: EvidenceQuerySet) -> EvidenceQuerySet:
    """Count the live links of each item, and fetch its owner."""
    # For each row that is handed out: a join would count for every row there is before the page is cut.
    live = EvidenceLink.objects.filter(evidence=OuterRef("pk")).unended().order_by().values("evidence")
    counted = Subquery(live.annotate(count=Count("pk")).values("count"))
    return items.select_related("owner").annotate(links_count=Coalesce(counted, 0))


def with_answering(items: EvidenceQuerySet) -> EvidenceQuerySet:
    """Tell of each item whether it `answers` a request."""
    return items.annotate(answers=Exists(EvidenceRequest.objects.filter(evidence=OuterRef("pk"))))


def counts_of(items: EvidenceQuerySet, day: dt.date) -> dict[str, int]:
    """Return how many items are in use, and how many of them no longer carry a claim on a day; one query."""
    counted: dict[str, int] = items.in_use().aggregate(
        used=Count(Value(1)), lowered=Count(Value(1), filter=lowers_while_used(day))
    )
    return counted


@dataclass(frozen=True)
class LinkView:
    """A link with the record it leads to; `line` is None where the reader may not read the record."""

    link: EvidenceLink
    line: RecordLine | None


@dataclass(frozen=True)
class ItemView:
    """One item with everything its page shows."""

    evidence: Evidence
    condition: Condition
    because: str
    captures: tuple[Capture, ...]
    links: tuple[LinkView, ...]
    requests: tuple[EvidenceRequest, ...]
    gaps: tuple[Period, ...]

    @property
    def newest(self) -> Capture | None:
        """Return the capture that counts."""
        return self.captures[0] if self.captures else None

    @property
    def is_unverified(self) -> bool:
        """Return whether the newest capture waits for a check."""
        return self.newest is not None and self.evidence.check_state == Check.UNVERIFIED


def item_view(evidence: Evidence, reader: Reader, day: dt.date) -> ItemView:
    """Return one item with captures, files, checks, links and requests.

    Five queries, and look-ups for the kinds linked; a piece that was fetched `with_answering` and answers nothing
    saves one.
    """
    organisation = evidence.organisation
    files = CaptureFile.objects.of(organisation).select_related("file", "file__reading").order_by("position")
    checks = Verification.objects.of(organisation).newest_first().select_related("checked_by")
    captures = (
        Capture.objects.of(organisation)
        .filter(evidence=evidence)
        .newest_first()
        .select_related("collected_by")
        .prefetch_related(Prefetch("files", queryset=files))
        .prefetch_related(Prefetch("verifications", queryset=checks))
    )
    found = tuple(captures)
    for capture in found:
        capture.evidence = evidence
    links = list(EvidenceLink.objects.of(organisation).unended().filter(evidence=evidence).order_by("pk"))
    lines = lines_for(reader, [(link.kind, link.record_id) for link in links])
    requests = EvidenceRequest.objects.of(organisation).filter(evidence=evidence).select_related("owner")
    return ItemView(
        evidence,
        evidence.age.condition(day),
        evidence.age.because(day),
        found,
        tuple(LinkView(link, lines.get((link.kind, link.record_id))) for link in links),
        tuple(requests) if getattr(evidence, "answers", True) else (),
        _uncovered(found, until=day),
    )


def _uncovered(captures: Iterable[Capture], *, until: dt.date) -> tuple[Period, ...]:
    periods = [Period(one.covers_from, one.covers_until) for one in captures if one.covers_from and one.covers_until]
    return uncovered(periods, until=until)


@dataclass(frozen=True, slots=True)
class Support:
    """One piece of evidence behind a record: enough to say how well it backs a claim."""

    pk: int
    number: int
    age: Age
    held_since: dt.date | None = None

    @property
    def subject(self) -> tuple[str, int]:
        """Return which record it is, by kind and key."""
        return KIND, self.pk

    @property
    def reference(self) -> str:
        """Return the short human reference."""
        return f"EV-{self.number}"

    @property
    def title(self) -> str:
        """Return nothing: its title may be confidential, and its page says it."""
        return ""

    @property
    def newest_on(self) -> dt.date | None:
        """Return the day on which what counts of it was collected."""
        return self.age.captured_on

    @property
    def good_until(self) -> dt.date | None:
        """Return the last day it is current; None for one that was rejected, has a gap or holds nothing."""
        return self.age.good_until if self.age.may_be_current else None

    @property
    def is_unverified(self) -> bool:
        """Return whether nobody has checked what was captured last."""
        return self.age.check == Check.UNVERIFIED and self.age.captured_on is not None

    def because(self, day: dt.date) -> str:
        """Return in a few words why it is not current; empty where it is."""
        return self.age.because(day)


def _links(organisation: Organisation, asked: Asked) -> EvidenceLinkQuerySet:
    if asked.subjects is not None and asked.most is not None:
        return EvidenceLink.objects.last_of_each(organisation.pk, asked.subjects, asked.most)
    links = EvidenceLink.objects.of(organisation).live()
    return links.filter(kind__in=asked.kinds) if asked.subjects is None else links.to_any(asked.subjects)


def support_for(organisation: Organisation, asked: Asked) -> dict[tuple[str, int], tuple[Support, ...]]:
    """Return the evidence in use behind the records asked about, by (kind, key); one query."""
    links = _links(organisation, asked)
    held = Capture.objects.filter(evidence=OuterRef("evidence")).held().order_by("collected_on")
    rows = links.annotate(held_since=Subquery(held.values("collected_on")[:1])).order_by("evidence__number")
    found: dict[tuple[str, int], list[Support]] = defaultdict(list)
    columns = (f"evidence__{name}" for name in ("pk", "number", *AGE))
    for kind, record_id, held_since, pk, number, *age in rows.values_list("kind", "record_id", "held_since", *columns):
        found[kind, record_id].append(Support(pk, number, Age(*age), held_since))
    return {key: tuple(supports) for key, supports in found.items()}


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record of the product behind what a page shows; `because` says why it is not current, and is empty if it is."""

    line: RecordLine
    serves: tuple[str, ...]
    newest_on: dt.date | None
    good_until: dt.date | None
    because: str


@dataclass(frozen=True)
class Linked:
    """The evidence behind some records of one page: the newest visible rows with the names of what each serves.

    `more` says how many further visible pieces there are, `hidden` how many the reader may not open. `records` are the
    records of the product that stand there by themselves, the newest first, and `more_records` how many further ones.
    """

    rows: tuple[tuple[Row, tuple[str, ...]], ...]
    hidden: int
    asked: tuple[EvidenceRequest, ...]
    more: int = 0
    records: tuple[RecordRow, ...] = ()
    more_records: int = 0


def linked_to(
    member: Member,
    day: dt.date,
    targets: Mapping[tuple[str, int], str],
    *,
    pieces: int,
    numbers: Mapping[int, str] | None = None,
) -> Linked:
    """Return the newest evidence behind records (kind and key) that a page calls by names; at most five queries.

    The page knows already how many `pieces` there are; where it is many, only the ends of their links are read. Records
    of the product behind the points with these `numbers` cost one query for each of their kinds, and one to name them.
    """
    organisation = member.organisation
    found = _records_behind(organisation, targets, numbers) if pieces and numbers else {}
    pieces -= len(found)
    secret = _hidden_from(member, targets) if pieces else frozenset()
    serves = _serving(organisation, targets, secret, is_cut=pieces > SHOWN) if pieces else {}
    asked = EvidenceRequest.objects.of(organisation).open().about_any(targets).select_related("owner")
    records = _record_rows(member, day, found)
    return Linked(
        tuple((row, tuple(serves[row.evidence])) for row in rows_of(serves, day)),
        len(secret),
        tuple(asked.soonest_first()),
        pieces - len(secret) - len(serves),
        records,
        len(found) - len(records),
    )


def _records_behind(
    organisation: Organisation, targets: Mapping[tuple[str, int], str], numbers: Mapping[int, str]
) -> dict[tuple[str, int], tuple[RecordPiece, list[str]]]:
    """Return the records of the product behind some points, by kind and key, with the numbers of what each serves."""
    found: dict[tuple[str, int], tuple[RecordPiece, list[str]]] = {}
    for (_kind, pk), pieces in behind_points(organisation, Asked.about(targets, numbers=numbers)).items():
        for piece in pieces:
            found.setdefault(piece.subject, (piece, []))[1].append(numbers[pk])
    return found


def _record_rows(
    member: Member, day: dt.date, found: Mapping[tuple[str, int], tuple[RecordPiece, list[str]]]
) -> tuple[RecordRow, ...]:
    """Return the newest of some records as rows; what the reader may not read is counted with those not shown."""
    newest = sorted(found, key=lambda one: (found[one][0].newest_on or dt.date.min, one), reverse=True)[:SHOWN]
    lines = lines_for(member, newest)
    return tuple(
        RecordRow(lines[subject], tuple(serves), piece.newest_on, piece.good_until, piece.because(day))
        for subject in newest
        for piece, serves in (found[subject],)
        if subject in lines
    )


def _hidden_from(member: Member, targets: Mapping[tuple[str, int], str]) -> frozenset[int]:
    if member.can(Can.READ_CONFIDENTIAL):
        return frozenset()
    organisation = member.organisation
    links = EvidenceLink.objects.of(organisation).live().to_any(targets)
    secret = set(links.confidential().values_list("evidence", flat=True))
    open_to = Evidence.objects.of(organisation).visible_to(member).filter(pk__in=secret) if secret else ()
    return frozenset(secret - {one.pk for one in open_to})


def _serving(
    organisation: Organisation, targets: Mapping[tuple[str, int], str], secret: frozenset[int], *, is_cut: bool
) -> dict[Evidence, list[str]]:
    """Return the newest pieces with the names of what each serves: one query, or two where there are more."""
    links = EvidenceLink.objects.of(organisation).live().to_any(targets)
    if is_cut:
        ends = EvidenceLink.objects.last_of_each(organisation.pk, targets, SHOWN + len(secret))
        near = set(ends.values_list("evidence", flat=True)) - secret
        newest = Evidence.objects.filter(pk__in=near).order_by("-number").values_list("pk", flat=True)[:SHOWN]
        links = EvidenceLink.objects.filter(evidence__in=list(newest)).unended().to_any(targets)
    serves: dict[Evidence, list[str]] = defaultdict(list)
    for link in links.select_related("evidence__owner").order_by("-evidence__number", "pk"):
        if link.evidence_id not in secret:
            serves[link.evidence].append(targets[link.kind, link.record_id])
    return serves


def with_content(organisation: Organisation, hashes: Iterable[str], member: Member) -> list[Evidence]:
    """Return the visible items in use that hold one of these files already."""
    containing = CaptureFile.objects.of(organisation).filter(file__sha256__in=list(hashes)).values("capture__evidence")
    items = Evidence.objects.of(organisation).in_use().visible_to(member).filter(pk__in=containing)
    return list(items.select_related("owner").order_by("number"))


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request with the record it is about, as far as the reader may read that."""

    request: EvidenceRequest
    line: RecordLine | None

    @property
    def reference(self) -> str:
        """Return the reference of the request."""
        return self.request.reference

    def is_overdue(self, day: dt.date) -> bool:
        """Return whether it still waits for an answer after its day."""
        return self.request.is_open and self.request.due_on < day


def request_rows(requests: Sequence[EvidenceRequest], reader: Reader) -> list[RequestRow]:
    """Return requests with what they are about; one query for all kinds that have a table."""
    lines = lines_for(reader, [(one.kind, one.record_id) for one in requests if one.record_id is not None])
    return [RequestRow(one, lines.get((one.kind, one.record_id or 0))) for one in requests]


def to_check(member: Member) -> EvidenceQuerySet | None:
    """Return what a member should check: their own, collected by others; one query to learn who else could.

    What owners collected themselves, or cannot check, falls to the AIMS managers. None where they may check nothing.
    """
    if not member.can(Can.VERIFY):
        return None
    organisation = member.organisation
    unverified = Evidence.objects.of(organisation).unverified().visible_to(member)
    newest = unverified.filter(captures__number=F("newest_number"))
    # What the console or an import brought was collected by nobody who could check it.
    items = newest.annotate(collector=Coalesce(F("captures__collected_by"), 0, output_field=BigIntegerField()))
    others = items.exclude(collector=member.pk)
    if not member.can(Can.MANAGE_AIMS):
        return others.owned_by(member)
    able = [one.pk for one in Member.objects.of(organisation).active() if one.can(Can.VERIFY)]
    return others.filter(Q(owner=member) | Q(collector=F("owner")) | ~Q(owner__in=able))


def newest_content(
    organisation: Organisation, subjects: Collection[tuple[str, int]]
) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what the newest capture of each piece consists of, so that a frozen record can point at it; two queries.

    Each as `capture` (its number, 0 for none) and `sha256` (of its files). Subjects that are no evidence are left out.
    """
    keys = [pk for kind, pk in subjects if kind == KIND]
    items = Evidence.objects.of(organisation).filter(pk__in=keys).values_list("pk", "newest_number")
    pieces: dict[tuple[str, int], dict[str, Any]] = {
        (KIND, pk): {"capture": newest, "sha256": []} for pk, newest in items
    }
    files = CaptureFile.objects.of(organisation).filter(capture__evidence__in=keys)
    newest_only = files.filter(capture__number=F("capture__evidence__newest_number")).order_by("position")
    for pk, sha256 in newest_only.values_list("capture__evidence_id", "file__sha256"):
        pieces[KIND, pk]["sha256"].append(sha256)
    return pieces
