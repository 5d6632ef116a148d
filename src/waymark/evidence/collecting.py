"""Naming evidence and adding what was collected. Pages, console, imports and demo data call these acts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.text import normal
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.files.promises import remarks_on
from waymark.evidence.files.store import Kept
from waymark.evidence.freshness import Period, add_months, first_gap
from waymark.evidence.kinds import Confidentiality, EvidenceKind, months_fresh
from waymark.evidence.linking import link
from waymark.evidence.models.capture import Capture, CaptureFile, Form, Source
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import FileText, StoredFile
from waymark.evidence.reading import index_evidence, take_in
from waymark.evidence.refusals import DateTooFar, NotALink, NothingCaptured, PeriodReversed
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.records.kinds import RecordLine
from waymark.trail.actors import Actor
from waymark.trail.chain import lock_chain
from waymark.trail.door import AlreadyThere, commit_all, insert_unrecorded

MOST_FILES = 20
"""Files of one capture."""
_FIFTY_YEARS = 600  # months


class _SentBefore(Exception):
    """The same form came in twice, and the other one was kept; never leaves this module."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that lies in the store already, under the name it was given with. `remarks` are on its content."""

    name: str
    sha256: str
    size: int
    media_type: str
    description: str = ""
    is_active: bool = False
    may_show_inline: bool = False
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, kept: Kept) -> "GivenFile":
        """Return a file of the store under the name it was given with."""
        return cls(
            name=name,
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            description=str(kept.label),
            is_active=kept.is_active,
            may_show_inline=kept.may_show_inline,
            remarks=kept.remarks,
        )

    @property
    def all_remarks(self) -> tuple[str, ...]:
        """Return the codes of what the sender is told, about its name too."""
        return (*remarks_on(self.name, self.media_type), *self.remarks)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureDraft:
    """What was collected: exactly one of files, link or note. `key` names the sending, so that it counts once.

    What comes in by the console has `brought_by` in words, and `collected_by` where a member brought it.
    """

    key: str
    collected_on: dt.date
    files: tuple[GivenFile, ...] = ()
    link: str = ""
    is_fixed: bool = False
    note: str = ""
    role: str = ""
    covers_from: dt.date | None = None
    covers_until: dt.date | None = None
    valid_until: dt.date | None = None
    source: str = Source.PERSON
    collected_by: Member | None = None
    brought_by: str = ""

    @property
    def form(self) -> Form:
        """Return what it consists of."""
        if self.files:
            return Form.FILES
        return Form.LINK if self.link else Form.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceDraft:
    """What is said of a new piece of evidence. `fresh_months` None takes the default of the kind."""

    title: str
    owner: Member
    kind: str = EvidenceKind.OTHER
    about: str = ""
    confidentiality: str = Confidentiality.INTERNAL
    fresh_months: int | None = None


def create_evidence(organisation: Organisation, draft: EvidenceDraft, *, by: Member | Actor) -> Evidence:
    """Name a piece of evidence; what it consists of comes with its captures."""
    with transaction.atomic():
        require_active([draft.owner])
        evidence = Evidence(
            organisation=organisation,
            number=next_number(organisation, "EV"),
            title=normal(draft.title),
            about=normal(draft.about),
            kind=draft.kind,
            owner=draft.owner,
            confidentiality=draft.confidentiality,
            fresh_months=draft.fresh_months or months_fresh(draft.kind),
        )
        evidence.commit(EvidenceEvent.BEGUN, by=by)
    return evidence


def add_capture(evidence: Evidence, collected: CaptureDraft, *, by: Member | Actor) -> Capture:
    """Add what was collected; from now on it is the capture that counts. The same sending twice makes one capture.

    Two people who add at once are both heard, one after the other. Raises EvidenceRetired, NothingCaptured, NotALink,
    PeriodReversed and DateTooFar.
    """
    organisation = evidence.organisation
    _check(collected, today=day_in(organisation.time_zone))
    with transaction.atomic():
        # Those who add to one item take turns.
        lock_chain(organisation.pk)
        newest = Evidence.objects.of(organisation).get(pk=evidence.pk)
        there = _sent(organisation, collected.key)
        if there is not None:
            return there
        newest.organisation = organisation
        newest.require_used()
        capture = _capture(newest, collected, by)
        capture.commit(EvidenceEvent.CAPTURED, by=by)
        _attach(capture, collected.files, by=by)
        index_evidence.enqueue(evidence.pk)
        newest.renew(
            capture.number,
            collected_on=capture.collected_on,
            valid_until=capture.valid_until,
            gap_since=_gap_since(newest),
            by=by,
        )
    return capture


def collect(
    organisation: Organisation, draft: EvidenceDraft, collected: CaptureDraft, *, by: Member | Actor
) -> tuple[Evidence, Capture]:
    """Name a piece of evidence with its first capture; the same sending twice makes one of each."""
    try:
        with transaction.atomic():
            there = _collected(organisation, draft, collected, by)
    except (AlreadyThere, _SentBefore):
        # The other sending of the same form was a moment quicker: what it made is the answer to both.
        earlier = _sent(organisation, collected.key)
        if earlier is None:
            raise
        there = earlier
    return Evidence.objects.of(organisation).select_related("organisation", "owner").get(pk=there.evidence_id), there


def collect_for(
    organisation: Organisation,
    draft: EvidenceDraft,
    collected: CaptureDraft,
    records: Sequence[RecordLine],
    *,
    by: Member | Actor,
) -> tuple[Evidence, Capture]:
    """Name a piece of evidence with its first capture and use it for some records: all of it or nothing.

    The same sending twice has one effect. Raises what `linking.link` refuses.
    """
    with transaction.atomic():
        was_sent = _sent(organisation, collected.key) is not None
        evidence, capture = collect(organisation, draft, collected, by=by)
        for one in () if was_sent else records:
            link(evidence, one.kind, one.pk, by=by)
    return evidence, capture


def _collected(
    organisation: Organisation, draft: EvidenceDraft, collected: CaptureDraft, by: Member | Actor
) -> Capture:
    there = _sent(organisation, collected.key)
    if there is not None:
        return there
    evidence = create_evidence(organisation, draft, by=by)
    capture = add_capture(evidence, collected, by=by)
    if capture.evidence_id != evidence.pk:
        # The other sending came in while this one waited for its number; what was begun here is undone.
        raise _SentBefore
    return capture


def _sent(organisation: Organisation, key: str) -> Capture | None:
    return Capture.objects.of(organisation).sent_as(key).first()


def _check(collected: CaptureDraft, *, today: dt.date) -> None:
    ways = (bool(collected.files), bool(collected.link), bool(normal(collected.note)))
    if not any(ways) or (collected.files and collected.link) or len(collected.files) > MOST_FILES:
        raise NothingCaptured(
            _("A version has files, a link or a note: only one of these, and at most %(most)d files.")
            % {"most": MOST_FILES},
            way_out=_("Choose files, or enter a link or a note."),
        )
    if collected.link:
        check_link(collected.link)
    since, until = collected.covers_from, collected.covers_until
    if (since is None) is not (until is None) or (since and until and until < since):
        raise PeriodReversed(
            _("The period covered needs a first day and a later last day."),
            way_out=_("Correct the two dates, or leave both empty."),
        )
    if collected.collected_on > today:
        raise DateTooFar(_("The collection date cannot be in the future."), way_out=_("Correct the date."))
    if collected.valid_until and collected.valid_until < min(collected.collected_on, since or collected.collected_on):
        raise PeriodReversed(
            _("Evidence cannot expire before it was collected."),
            way_out=_("Correct the last day of validity, or the day it was collected."),
        )
    if collected.valid_until and collected.valid_until > add_months(today, _FIFTY_YEARS):
        raise DateTooFar(_("Evidence cannot be valid for more than fifty years."), way_out=_("Correct the date."))


def check_link(link: str) -> None:
    """Raise NotALink unless the text is a web address that a browser opens and that carries no password."""
    try:
        parts = urlsplit(link)
        _port = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or any(c.isspace() for c in link):
        raise NotALink(
            _("A link must start with https:// or http:// and a host name."),
            way_out=_("Copy it from the address bar of your browser, without a password."),
        )


def _capture(evidence: Evidence, collected: CaptureDraft, by: Member | Actor) -> Capture:
    return Capture(  # type: ignore[misc]  # brought_by may be NULL, which the field of this product cannot say
        organisation=evidence.organisation,
        evidence=evidence,
        number=evidence.newest_number + 1,
        form=collected.form,
        link=collected.link,
        is_fixed=collected.is_fixed or None,
        note=normal(collected.note),
        role=normal(collected.role),
        collected_on=collected.collected_on,
        collected_by=by if isinstance(by, Member) else collected.collected_by,
        brought_by=normal(collected.brought_by) or None,
        covers_from=collected.covers_from,
        covers_until=collected.covers_until,
        valid_until=collected.valid_until,
        source=collected.source,
        key=collected.key,
    )


def _gap_since(evidence: Evidence) -> dt.date | None:
    """Return since when no capture covers the time between two periods that captures cover."""
    captures = Capture.objects.of(evidence.organisation).filter(evidence=evidence).with_period()
    periods = captures.values_list("covers_from", "covers_until")
    return first_gap(Period(since, until) for since, until in periods if since and until)


def _attach(capture: Capture, files: Sequence[GivenFile], *, by: Member | Actor) -> None:
    stored = [stored_file(capture.organisation, given, by=by) for given in files]
    attached = [
        CaptureFile(organisation=capture.organisation, capture=capture, file=file, position=place, name=given.name)
        for place, (given, file) in enumerate(zip(files, stored, strict=True), start=1)
    ]
    commit_all(attached, EvidenceEvent.ATTACHED, by=by)


def stored_file(organisation: Organisation, given: GivenFile, *, by: Member | Actor) -> StoredFile:
    """Return the record of a file that lies in the store; content given again is the same record."""
    there = StoredFile.objects.of(organisation).with_hash(given.sha256).first()
    if there is not None:
        return there
    file = StoredFile(
        organisation=organisation,
        sha256=given.sha256,
        size=given.size,
        media_type=given.media_type,
        description=given.description,
        is_active=given.is_active,
        may_show_inline=given.may_show_inline,
        remarks=list(given.remarks),
    )
    file.commit(EvidenceEvent.STORED, by=by)
    insert_unrecorded([FileText(organisation=organisation, file=file)])
    take_in(file.pk)
    return file
