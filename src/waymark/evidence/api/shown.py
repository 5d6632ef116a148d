"""What the operations of evidence answer with."""

import datetime as dt
from typing import Any

from django.urls import reverse
from ninja import Schema

from waymark.evidence.files.promises import remarks_on
from waymark.evidence.forecasting import Forecast, Named
from waymark.evidence.involvement import Involvement
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.verification import Verification
from waymark.evidence.queries import ItemView, LinkView, Row
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.kinds import kinds


class Person(Schema):
    """A member of the organisation; `id` is the key that fields such as `owner` take."""

    id: int
    name: str


class FileOut(Schema):
    """One file of a capture, under the name it was given with. `path` is where its content is.

    `remarks` are codes of what people should know about the content and the name.
    """

    position: int
    name: str
    size: int
    media_type: str
    sha256: str
    path: str
    remarks: list[str]


class CheckOut(Schema):
    """What somebody checked on a capture."""

    outcome: str
    statement: str
    checked_by: Person
    checked_on: dt.date
    interests: str


class InvolvementOut(Schema):
    """One check by a member: of what, what that is evidence for, and what the member owned of it then."""

    member: Person
    reference: str
    number: int
    title: str
    serves: list[str]
    outcome: str
    on: dt.date
    interests: str


class CaptureOut(Schema):
    """One collected state; the one with the highest number counts."""

    number: int
    reference: str
    form: str
    link: str
    is_fixed: bool | None
    is_held: bool
    note: str
    role: str
    collected_on: dt.date
    collected_by: Person | None
    brought_by: str
    covers_from: dt.date | None
    covers_until: dt.date | None
    valid_until: dt.date | None
    source: str
    files: list[FileOut]
    checks: list[CheckOut]


class LinkOut(Schema):
    """What evidence is used for. `record` is how a request names the same record."""

    id: int
    version: int
    record: str
    reference: str
    title: str
    why: str


class PeriodOut(Schema):
    """A stretch of days."""

    since: dt.date
    until: dt.date


class Line(Schema):
    """One piece of evidence in a list."""

    number: int
    reference: str
    version: int
    title: str
    kind: str
    confidentiality: str
    owner: Person
    condition: str
    because: str
    check: str
    captured_on: dt.date | None
    fresh_until: dt.date | None
    valid_until: dt.date | None


class Item(Line):
    """One piece of evidence down to each file, check and use."""

    about: str
    fresh_months: int
    retired_on: dt.date | None
    captures: list[CaptureOut]
    links: list[LinkOut]
    requests: list[str]
    gaps: list[PeriodOut]


class AgeingOut(Schema):
    """What will no longer carry a claim."""

    reference: str
    number: int
    title: str
    owner: Person
    condition: str
    good_until: dt.date | None


class UncoveredOut(Schema):
    """The stretches of time that no capture of one piece covers."""

    reference: str
    number: int
    gaps: list[PeriodOut]


class ForecastOut(Schema):
    """What will be stale, expired, rejected or missing on a day, and what time nothing covers."""

    on: dt.date
    good: int
    ageing: list[AgeingOut]
    gaps: list[UncoveredOut]


def item(view: ItemView) -> Item:
    """Return one piece of evidence with everything its page shows."""
    evidence = view.evidence
    return Item(
        **_line(view),
        about=evidence.about,
        fresh_months=evidence.fresh_months,
        retired_on=evidence.retired_on,
        captures=[_capture(one) for one in view.captures],
        links=[_link(one) for one in view.links],
        requests=[one.reference for one in view.requests],
        gaps=[PeriodOut(since=one.since, until=one.until) for one in view.gaps],
    )


def foreseen(forecast: Forecast) -> ForecastOut:
    """Return what will be stale on a day."""
    ageing = [
        AgeingOut(
            **_same(one, "reference", "number", "title", "good_until"),
            owner=_person(one.owner),
            condition=str(one.age.condition(forecast.day).value),
        )
        for one in forecast.ageing
    ]
    gaps = [
        UncoveredOut(
            **_same(one, "reference", "number"),
            gaps=[PeriodOut(since=some.since, until=some.until) for some in one.gaps],
        )
        for one in forecast.uncovered
    ]
    return ForecastOut(on=forecast.day, good=forecast.good, ageing=ageing, gaps=gaps)


def _line(row: Row | ItemView) -> dict[str, Any]:
    evidence = row.evidence
    columns = ("number", "reference", "version", "title", "kind", "confidentiality")
    days = ("captured_on", "fresh_until", "valid_until")
    return _same(evidence, *columns, *days) | {
        "owner": _person(evidence.owner),
        "condition": str(row.condition.value),
        "because": row.because,
        "check": str(evidence.check_state),
    }


def _capture(capture: Capture) -> CaptureOut:
    columns = ("number", "reference", "form", "link", "is_fixed", "is_held", "note", "role", "collected_on", "source")
    days = ("covers_from", "covers_until", "valid_until")
    return CaptureOut(
        **_same(capture, *columns, *days),
        collected_by=_person(capture.collected_by) if capture.collected_by is not None else None,
        brought_by=capture.brought_by or "",
        files=[_file(capture, place) for place in range(len(capture.files.all()))],
        checks=[_check(one) for one in capture.verifications.all()],
    )


def _file(capture: Capture, place: int) -> FileOut:
    attached = capture.files.all()[place]
    organisation: Organisation = capture.evidence.organisation
    where = [organisation.slug, capture.evidence.number, capture.number, attached.position]
    return FileOut(
        position=attached.position,
        name=attached.name,
        path=reverse("api:evidence_file", args=where),
        remarks=[*remarks_on(attached.name, attached.file.media_type), *attached.file.remarks],
        **_same(attached.file, "size", "media_type", "sha256"),
    )


def _check(check: Verification) -> CheckOut:
    columns = ("outcome", "statement", "checked_on")
    return CheckOut(**_same(check, *columns), checked_by=_person(check.checked_by), interests=check.interests or "")


def involved(one: Involvement) -> InvolvementOut:
    """Return one check by a member."""
    columns = ("reference", "number", "title", "outcome", "on", "interests")
    member = Person(id=one.member_id, name=one.member)
    return InvolvementOut(**_same(one, *columns), member=member, serves=list(one.serves))


def _link(view: LinkView) -> LinkOut:
    line = view.line
    return LinkOut(
        id=view.link.pk,
        version=view.link.version,
        record=_record(view.link.kind, view.link.record_id) if line is not None else "",
        reference=line.reference if line is not None else "",
        title=line.title if line is not None else "",
        why=view.link.why,
    )


def _record(kind: str, pk: int) -> str:
    word = next((one.word for one in kinds() if one.kind == kind), kind)
    return f"{word}:{pk}"


def _person(member: Member | Named) -> Person:
    return Person(id=member.pk, name=member.name)


def _same(record: object, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
