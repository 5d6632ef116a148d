"""The register of requests for evidence."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.evidence.models.request import EvidenceRequest, RequestState, can_answer
from waymark.evidence.queries import (
    RequestRow,
    request_rows,
)
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.registers import Column, QuerySetRows, Register
from waymark.work.owners import owner_act

REQUESTS: Final[Register[RequestRow]] = Register(
    name="evidence_requests",
    path="evidence/requests",
    word="evidence-request",
    label=_("Requests for evidence"),
    intro=_("Request evidence from the person who has it; the request appears in their work."),
    source=QuerySetRows.of(
        EvidenceRequest,
        prepare=lambda rows: rows.select_related("owner", "asked_by", "evidence"),
        wrap=lambda requests, reading: request_rows(requests, reading.reader),
    ),
    columns=(
        columns.number("number", _("Serial number"), of="request.number", only_in_files=True),
        columns.reference(),
        columns.text("what", _("What is requested"), of="request.what", opens=True, width=40),
        columns.text("details", _("Details"), of="request.details", only_in_files=True, width=40),
        Column(name="about", label=_("About"), value=lambda row: row.line, kind=Kind.RECORD, width=28),
        columns.person("asked_of", _("From"), of="request.owner", sort=("owner__name",)),
        columns.person("asked_by", _("Requested by"), of="request.asked_by", only_in_files=True),
        columns.day(
            "due_on", _("Due"), of="request.due_on", is_late=lambda row, reading: row.is_overdue(reading.today)
        ),
        columns.choice("state", _("State"), RequestState, of="request.state"),
        columns.day("settled_on", _("Closed on"), of="request.settled_on", is_sortable=False, only_in_files=True),
        Column(
            name="evidence",
            label=_("Answered with"),
            # Its number alone: the title may be hidden from who reads the list.
            value=lambda row: row.request.evidence.reference if row.request.evidence else "",
            only_in_files=True,
        ),
    ),
    filters=(
        filters.words(lambda row: (row.request.what, row.request.details), label=_("Title, details or number")),
        filters.owner(lambda row: row.request.owner_id, label=_("From")),
        filters.choice(
            "state",
            [*RequestState.choices, ("overdue", _("Overdue")), ("all", _("All"))],
            label=_("State"),
            narrow=lambda rows, value, reading: (
                rows
                if value == "all"
                else rows.open().filter(due_on__lt=reading.today)
                if value == "overdue"
                else rows.filter(state=value)
            ),
            keeps=lambda row, value, reading: (
                row.is_overdue(reading.today) if value == "overdue" else value in {"all", row.request.state}
            ),
            as_chips=True,
            otherwise=RequestState.OPEN,
        ),
    ),
    acts=(owner_act(Can.COLLECT, needed=True, able=can_answer),),
    key=lambda row: str(row.request.number),
    record=lambda row: row.request,
    order="due_on",
    address="evidence_request",
    changes="evidence_request_changes",
    new="evidence_request_new",
    new_label=_("Request evidence"),
    new_right=Can.COLLECT,
    nothing=(
        _("No open requests"),
        _("Request evidence about a requirement from a member, with a due date. It appears in their work."),
    ),
)
