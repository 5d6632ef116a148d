"""The registers of obligations, and of the candidates that one takes on, adapts or declines."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.candidates import CandidateRow, candidate_rows
from waymark.context.models.obligation import Direction, Obligation, ObligationState, Origin
from waymark.core.text import holds_words
from waymark.people.rights import Can
from waymark.records import columns, filters, reviewing
from waymark.records.cells import Choice, Kind
from waymark.records.registers import Column, ComputedRows, QuerySetRows, Reading, Register
from waymark.work.owners import owner_act

_ORIGINS: Final = {one.value: Choice(one.value, one.label) for one in Origin}
_STATES: Final = {
    ObligationState.ACTIVE: Choice("active", ObligationState.ACTIVE.label, "good"),
    ObligationState.DECLINED: Choice("declined", ObligationState.DECLINED.label),
    ObligationState.RETIRED: Choice("retired", ObligationState.RETIRED.label),
}
_UNDECIDED: Final = Choice("undecided", _("Not decided"), "warn")

OBLIGATIONS: Final[Register[Obligation]] = Register(
    name="obligations",
    path="obligations",
    word="obligation",
    label=_("Obligations"),
    intro=_("What laws, contracts and promises oblige to, by clause, and where the AIMS meets it (4.2, A.8.5)."),
    source=QuerySetRows.of(Obligation, prepare=lambda rows: rows.select_related("owner")),
    columns=(
        columns.reference(),
        columns.text("title", _("Obligation"), opens=True, width=40),
        columns.text("duty", _("What is owed"), width=48, only_in_files=True),
        columns.choice("origin", _("Origin"), Origin, sort=("origin",)),
        columns.text("reference_text", _("Law, contract or promise"), only_in_files=True, width=36),
        columns.text("clause", _("Clause of it")),
        columns.choice("direction", _("Direction"), Direction, only_in_files=True),
        columns.text("met_by", _("Where it is met")),
        columns.owner(),
        *reviewing.COLUMNS,
        columns.choice("state", _("State"), ObligationState, only_in_files=True),
        columns.text("reason", _("Reason"), width=40, only_in_files=True),
        columns.text("candidate", _("Candidate"), only_in_files=True),
    ),
    filters=(
        filters.words(
            lambda one: (one.title, one.duty, one.reference_text, one.clause, one.met_by),
            label=_("Title, duty or clause"),
        ),
        filters.field_choice("origin", Origin.choices, label=_("Origin")),
        filters.field_choice("direction", Direction.choices, label=_("Direction")),
        filters.owner(lambda one: one.owner_id),
        *reviewing.FILTERS,
        filters.state(ObligationState, otherwise=ObligationState.ACTIVE),
    ),
    acts=(owner_act(Can.WORK),),
    address="obligation",
    changes="obligation_changes",
    new="obligation_new",
    new_label=_("Add obligation"),
    nothing=(
        _("No obligations yet"),
        _("Start with the starter register: take on what holds for the organisation, and decline the rest."),
    ),
    page="context/obligations.html",
)


def _rows(reading: Reading, _asked: Mapping[str, Any]) -> Sequence[CandidateRow]:
    return candidate_rows(reading.reader.organisation)


def _state(row: CandidateRow) -> Choice:
    return _STATES[ObligationState(row.obligation.state)] if row.obligation is not None else _UNDECIDED


CANDIDATES: Final[Register[CandidateRow]] = Register(
    name="obligation_candidates",
    path="obligations/candidates",
    word="obligation-candidate",
    label=_("Starter register of obligations"),
    intro=_(
        "Candidates from public law and common contracts. None holds by itself: take one on, adapt it, or decline it "
        "with a reason. This is no legal advice."
    ),
    source=ComputedRows(rows=_rows),
    columns=(
        Column(name="reference", label=_("Number"), value=lambda row: row.candidate.id, width=12),
        columns.text("title", _("Candidate"), opens=True, sort=(), width=36),
        columns.text("duty", _("What is owed"), of="candidate.what", width=48),
        columns.text("when", _("Condition to check"), of="candidate.when", width=40, only_in_files=True),
        Column(name="origin", label=_("Origin"), value=lambda row: _ORIGINS[row.candidate.source], kind=Kind.CHOICE),
        Column(name="state", label=_("State"), value=_state, kind=Kind.CHOICE),
    ),
    filters=(
        filters.words_in(
            lambda row, text, _reading: holds_words(f"{row.candidate.id} {row.title} {row.candidate.what}", text),
            label=_("Title, duty or number"),
        ),
        filters.choice(
            "origin",
            Origin.choices,
            label=_("Origin"),
            narrow=None,
            keeps=lambda row, value, _reading: row.candidate.source == value,
        ),
        filters.choice(
            "state",
            [(_UNDECIDED.value, _UNDECIDED.label), *ObligationState.choices, (filters.ALL, _("All"))],
            label=_("State"),
            narrow=None,
            keeps=lambda row, value, _reading: value in {filters.ALL, _state(row).value},
            as_chips=True,
            otherwise=_UNDECIDED.value,
        ),
    ),
    address="obligation_candidate",
    key=lambda row: row.candidate.id,
    order="",
    nothing=(_("No candidates"), _("The starter register is empty.")),
)
