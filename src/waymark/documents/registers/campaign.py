"""The register of acknowledgement campaigns."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.documents.campaign_choices import Audience, CampaignState
from waymark.documents.models.campaign import Campaign
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.kinds import RecordLine
from waymark.records.registers import Column, QuerySetRows, Reading, Register
from waymark.work.owners import owner_act


def _document(row: Campaign) -> RecordLine:
    one = row.document_version.document
    return RecordLine("documents.document", one.pk, one.reference, one.title, "")


def _is_late(row: Any, reading: Reading) -> bool:
    return bool(row.is_overdue(reading.today))


CAMPAIGNS: Final[Register[Campaign]] = Register(
    name="campaigns",
    path="campaigns",
    word="campaign",
    label=_("Acknowledgement campaigns"),
    intro=_("Who has to read which version by when, and how many have signed that they understood it (7.3)."),
    source=QuerySetRows.of(
        Campaign,
        prepare=lambda rows: (
            rows.select_related("owner", "aims_role", "document_version__document")
            .defer("document_version__text")
            .with_progress()
        ),
    ),
    columns=(
        columns.reference(),
        columns.text("title", _("Title"), opens=True, width=40),
        Column(name="document", label=_("Document"), value=_document, kind=Kind.RECORD, only_in_files=True),
        columns.number("edition", _("Version"), of="document_version.edition", only_in_files=True),
        columns.choice("audience", _("Audience"), Audience),
        columns.number("signed", _("Signed")),
        columns.number("asked", _("Asked")),
        columns.day("due_on", _("Due"), is_late=_is_late),
        columns.owner(),
        columns.choice("state", _("State"), CampaignState),
        columns.day("closed_on", _("Closed on"), is_sortable=False, only_in_files=True),
        columns.text("closed_reason", _("Reason"), only_in_files=True, width=40),
        columns.text("message", _("Message"), only_in_files=True, width=40),
    ),
    filters=(
        filters.words(lambda one: (one.title, one.message)),
        filters.owner(lambda one: one.owner_id),
        filters.tick(
            "overdue",
            label=_("Overdue"),
            narrow=lambda rows, reading: rows.running().filter(due_on__lt=reading.today),
            keeps=_is_late,
        ),
        filters.state(CampaignState, otherwise=filters.ALL),
    ),
    acts=(owner_act(Can.WORK),),
    address="campaign",
    changes="campaign_changes",
    new="campaign_new",
    new_label=_("Start campaign"),
    nothing=(
        _("No campaigns yet"),
        _("Choose a document in force, such as the AI policy, and ask its readers to sign that they understood it."),
    ),
)
