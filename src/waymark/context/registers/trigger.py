"""The register of triggers: what made assessments due, and what came of it."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.context.models.trigger import SystemTrigger
from waymark.context.system_choices import Need, TriggerState
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.kinds import RecordLine
from waymark.records.registers import Column, QuerySetRows, Register
from waymark.work.owners import owner_act


def _prepared(rows: Any) -> Any:
    return rows.select_related("organisation", "owner", "system", "covered_by")


def _system(row: SystemTrigger) -> RecordLine:
    one = row.system
    address = reverse("system", args=[row.organisation.slug, one.number])
    return RecordLine("context.aisystem", one.pk, one.reference, one.name, address)


def _covered(row: SystemTrigger) -> RecordLine | None:
    one = row.covered_by
    return RecordLine("context.systemtrigger", one.pk, one.reference, one.title, "") if one is not None else None


def _need(name: str, label: Any) -> Column[SystemTrigger]:
    return columns.choice(name, label, Need, tones={Need.DUE: "warn"}, only_in_files=True)


TRIGGERS: Final[Register[SystemTrigger]] = Register(
    name="triggers",
    path="triggers",
    word="trigger",
    label=_("Triggers"),
    intro=_(
        "Changes, incidents, new laws and notices: what makes the assessments of an AI system due again, and what came "
        "of it (6.1.4, 8.2, 8.4)."
    ),
    source=QuerySetRows.of(SystemTrigger, prepare=_prepared),
    columns=(
        columns.reference(),
        columns.text("title", _("What happened"), opens=True),
        Column(name="system", label=_("AI system"), value=_system, kind=Kind.RECORD),
        Column(name="kind", label=_("Trigger"), value=lambda row: row.kind_in_words, width=28),
        columns.choice("state", _("State"), TriggerState, tones={TriggerState.OPEN: "warn"}),
        columns.owner(),
        columns.day("happened_on", _("Happened on")),
        columns.day("fired_on", _("Entered on"), only_in_files=True),
        columns.day("due_on", _("Due"), is_late=lambda row, reading: row.is_open and _is_past(row, reading)),
        _need("risk", _("Risk assessment")),
        _need("impact", _("Impact assessment")),
        _need("classification", _("Legal classification")),
        _need("soa", _("Statement of Applicability")),
        Column(name="covered_by", label=_("Covered by"), value=_covered, kind=Kind.RECORD, only_in_files=True),
        columns.text("source", _("Source"), only_in_files=True),
        columns.text("outcome", _("Outcome"), width=40, only_in_files=True),
        columns.day("settled_on", _("Closed on"), only_in_files=True),
    ),
    filters=(
        filters.words(lambda one: (one.title, one.source)),
        filters.owner(lambda one: one.owner_id),
        filters.state(TriggerState, otherwise=TriggerState.OPEN),
    ),
    acts=(owner_act(Can.WORK),),
    address="trigger",
    changes="trigger_changes",
    new="trigger_new",
    new_label=_("Enter trigger"),
    new_right=Can.WORK,
    nothing=(
        _("No open triggers"),
        _("Enter what happened to an AI system; what that makes due appears here and in the work of its owner."),
    ),
)


def _is_past(row: SystemTrigger, reading: Any) -> bool:
    return row.due_on is not None and row.due_on < reading.today
