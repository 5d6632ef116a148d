"""The register of versions of the scope statement."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.scope_version import ScopeVersion
from waymark.context.scope_content import sections_of
from waymark.context.scope_life import ScopeState
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.registers import Column, QuerySetRows, Register
from waymark.records.reviewed import ReviewResult
from waymark.work.owners import owner_act

TONES: Final = {
    ScopeState.IN_REVIEW: "warn",
    ScopeState.APPROVED: "pine",
    ScopeState.EFFECTIVE: "good",
    ScopeState.WITHDRAWN: "late",
}


def _lines(name: str) -> Callable[[ScopeVersion], str]:
    return lambda one: "\n".join(next(part.lines for part in sections_of(one) if part.name == name))


def _part(name: str, label: Any) -> Column[Any]:
    return Column(name=name, label=label, value=_lines(name), width=40, only_in_files=True)


SCOPE_VERSIONS: Final[Register[ScopeVersion]] = Register(
    name="scope_versions",
    path="scope",
    word="scope",
    label=_("Scope of the AIMS"),
    intro=_("What the AIMS covers, what lies outside and why, version by version; one is in force (4.3)."),
    source=QuerySetRows.of(ScopeVersion, prepare=lambda rows: rows.select_related("owner", "approved_by")),
    columns=(
        columns.reference(),
        columns.text("version_number", _("Version"), opens=True, width=10),
        columns.choice("state", _("State"), ScopeState, tones=TONES),
        columns.day("effective_from", _("Effective from")),
        columns.day("ended_on", _("Until before")),
        columns.text("summary", _("What changed"), width=40),
        columns.text("reason", _("Reason for the version"), width=40, only_in_files=True),
        columns.owner(),
        columns.day("approved_on", _("Approved on"), only_in_files=True),
        columns.person("approved_by", _("Approved by"), only_in_files=True),
        columns.text("outside_approver", _("Approved outside by"), only_in_files=True),
        columns.day("outside_approved_on", _("Approved outside on"), only_in_files=True),
        columns.text("outside_evidence", _("Where the approval can be seen"), only_in_files=True),
        columns.yes_no("is_self_approved", _("Approved by its only author"), only_in_files=True),
        columns.choice("review_result", _("Last review"), ReviewResult, only_in_files=True),
        columns.day("reviewed_on", _("Reviewed"), only_in_files=True),
        columns.day("next_review_on", _("Next review"), is_late=lambda one, reading: one.is_review_due(reading.today)),
        columns.text("review_note", _("Review note"), width=40, only_in_files=True),
        _part("sites", _("Sites")),
        _part("units", _("Units")),
        _part("activities", _("Activities")),
        _part("systems", _("AI systems")),
        _part("outside", _("Outside the scope")),
        _part("outside_systems", _("AI systems outside the scope")),
        _part("interfaces", _("Interfaces")),
        _part("factors", _("Factors considered")),
        _part("needs", _("Needs considered")),
        columns.text("considered", _("How context and parties were considered"), width=40, only_in_files=True),
        columns.text("sentence", _("Sentence for the certificate"), width=40, only_in_files=True),
        columns.day("withdrawn_on", _("Withdrawn on"), only_in_files=True),
        columns.text("withdrawn_reason", _("Reason for withdrawing"), width=40, only_in_files=True),
    ),
    filters=(
        filters.words(
            lambda one: (one.version_number, one.reason, one.summary, one.units, one.considered, one.sentence)
        ),
        filters.owner(lambda one: one.owner_id),
        filters.tick(
            "review_due",
            label=_("Review due"),
            narrow=lambda rows, reading: rows.review_due_by(reading.today),
            keeps=lambda one, reading: one.is_review_due(reading.today),
        ),
        filters.state(ScopeState, otherwise=filters.ALL),
    ),
    acts=(owner_act(Can.WORK),),
    address="scope",
    changes="scope_changes",
    new="scope_new",
    new_label=_("Draft version"),
    nothing=(
        _("No scope statement yet"),
        _("Draft the first version: sites, activities and AI systems that the AIMS covers, and what it leaves out."),
    ),
    page="context/scope_versions.html",
)
