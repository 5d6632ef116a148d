"""The register of requirements: computed, since how each stands follows from the newest verdicts and the evidence."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.conformity.adoption import set_due
from waymark.conformity.exclusions import PROVISIONAL
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import Picture, RequirementView
from waymark.conformity.queries import framework_of, picture_taken_up, tree_of
from waymark.conformity.registers import currency
from waymark.conformity.scale import Exclusion, Verdict
from waymark.core.text import holds_words
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Choice, Kind, Person
from waymark.records.registers import Column, ComputedRows, Filter, Reading, Register
from waymark.work.due import due_act
from waymark.work.owners import owner_act

CLAIMED, LEFT_OUT = "claimed", "left-out"
"""Names of states of the list beside the verdicts."""
_CLAIMED_LABEL: Final = _("In place, no evidence")
_LEFT_OUT_BADGE: Final = Choice(LEFT_OUT, PROVISIONAL, "line")
_SHAPES: Final = {"in_place": "in", "partial": "part", "missing": "miss", "not_applicable": "na", CLAIMED: CLAIMED}
_WORST_FIRST: Final = ("missing", "partial", "not_assessed", "in_place", "not_applicable")
_CODES: Final = {value: Choice(value, label) for value, label in Exclusion.choices}
STATUS: Final = {
    **{str(value): Choice(str(value), label, shape=_SHAPES.get(value, "open")) for value, label in Verdict.choices},
    CLAIMED: Choice(CLAIMED, _CLAIMED_LABEL, shape=CLAIMED),
}


def picture_of(reading: Reading) -> Picture | None:
    """Return how the organisation stands today, left-out controls too; worked out once for each reading."""
    if "picture" not in reading.kept:
        picture = picture_taken_up(reading.reader.organisation, with_left_out=True)
        reading.kept["picture"] = picture
        if picture is not None and isinstance(reading.reader, Member):
            # The choices of the filter, which know the reader alone, need not ask for the outline again.
            reading.reader.__dict__["_outline"] = picture.outline
    found: Picture | None = reading.kept["picture"]
    return found


def _rows(reading: Reading, _asked: Mapping[str, Any]) -> Sequence[RequirementView]:
    picture = picture_of(reading)
    return picture.requirements if picture is not None else ()


def _find(reader: Reader, keys: Sequence[str]) -> Sequence[Any]:
    framework = framework_of(reader.organisation)
    rows = Standing.objects.of(reader.organisation).with_refs(list(keys))
    if framework is not None:
        rows = rows.on(framework)
    return [(one.reference, one) for one in rows.select_related("requirement", "owner", "organisation")]


def _holds(view: RequirementView, text: str, _reading: Reading) -> bool:
    one = view.requirement
    points = (f"{point.ref} {point.text}" for point in one.points)
    return holds_words(" ".join((one.ref, one.title, *points)), text)


def _status_of(view: RequirementView) -> str:
    return CLAIMED if view.is_claimed else str(view.status.verdict.value)


def _has_status(view: RequirementView, value: str, _reading: Reading) -> bool:
    if value == LEFT_OUT:
        return view.assignment.left_out
    return view.is_claimed if value == CLAIMED else view.status.verdict.value == value


def _is_in_group(view: RequirementView, value: str, _reading: Reading) -> bool:
    return bool(view.requirement.group == value)


def _is_late(view: RequirementView, reading: Reading) -> bool:
    due_on = view.assignment.due_on
    return due_on is not None and due_on < reading.today and bool(view.gaps)


class GroupChoice(forms.ChoiceField):
    """A clause or an area of controls, of the edition that the organisation took up."""

    described: ClassVar = {"type": "string", "description": "number of a clause or an area, such as 6 or A.7"}

    def __init__(self, reader: Reader) -> None:
        """Read the groups once, when the choices are shown or checked."""
        super().__init__(required=False, choices=cache(lambda: _groups(reader)), label=_("Clause or area"))


def _groups(reader: Reader) -> list[tuple[str, Any]]:
    outline = getattr(reader, "_outline", None)
    if outline is None and (framework := framework_of(reader.organisation)) is not None:
        outline = tree_of(reader.organisation, framework.pk)
    return [("", _("All")), *((one.ref, f"{one.ref} {one.title}") for one in (outline.sections if outline else ()))]


def _set_due(records: Sequence[Standing], due_on: dt.date | None, by: Member) -> int:
    return set_due(records, due_on, by=by)


REQUIREMENTS: Final[Register[RequirementView]] = Register(
    name="requirements",
    path="requirements",
    word="requirement",
    label=_("Requirements"),
    intro=_(
        "Clauses 4 to 10 always apply; Annex A controls are selected (6.1.3). The status is the latest "
        "verdict on each point."
    ),
    source=ComputedRows(rows=_rows),
    columns=(
        Column(
            name="reference", label=_("Number"), value=lambda view: view.ref, sort=lambda view: view.requirement.order
        ),
        Column(
            name="title",
            label=_("Requirement"),
            value=lambda view: view.requirement.title,
            opens=True,
            badge=lambda view: _LEFT_OUT_BADGE if view.assignment.left_out else None,
            width=40,
        ),
        Column(
            name="status",
            label=_("Status"),
            value=lambda view: STATUS[_status_of(view)],
            kind=Kind.CHOICE,
            sort=lambda view: _WORST_FIRST.index(view.status.verdict.value),
            note=lambda view: view.because,
            width=24,
        ),
        Column(name="because", label=_("Reason"), value=lambda view: view.because, only_in_files=True, width=40),
        Column(
            name="currency",
            label=_("Evidence current"),
            value=lambda view: currency.cell(view.currency),
            kind=Kind.CHOICE,
            sort=lambda view: currency.place(view.currency),
        ),
        Column(
            name="evidence",
            label=_("Evidence"),
            value=lambda view: view.evidence_count,
            kind=Kind.NUMBER,
            sort=lambda view: view.evidence_count,
        ),
        Column(
            name="gaps",
            label=_("Gaps"),
            value=lambda view: len(view.gaps),
            kind=Kind.NUMBER,
            sort=lambda view: len(view.gaps),
        ),
        Column(
            name="owner",
            label=_("Owner"),
            value=lambda view: (
                Person(view.assignment.owner_id, view.assignment.owner) if view.assignment.owner_id else None
            ),
            kind=Kind.PERSON,
            sort=lambda view: view.assignment.owner.casefold() or "\uffff",
            width=22,
        ),
        Column(
            name="due_on",
            label=_("Due"),
            value=lambda view: view.assignment.due_on,
            kind=Kind.DAY,
            sort=lambda view: str(view.assignment.due_on or "9999"),
            is_late=_is_late,
        ),
        columns.yes_no("left_out", _("Excluded"), of="assignment.left_out", only_in_files=True),
        Column(
            name="left_out_code",
            label=_("Reason code"),
            value=lambda view: _CODES.get(view.assignment.left_out_code or ""),
            kind=Kind.CHOICE,
            only_in_files=True,
            width=30,
        ),
        Column(
            name="left_out_reason",
            label=_("Reason for exclusion"),
            value=lambda view: view.assignment.left_out_reason,
            only_in_files=True,
            width=40,
        ),
    ),
    filters=(
        filters.words_in(_holds, label=_("Number, title or words of a point")),
        filters.choice(
            "kind",
            [("clause", _("Clauses")), ("control", _("Controls"))],
            label=_("Kind"),
            narrow=None,
            keeps=lambda view, value, _reading: view.requirement.is_control is (value == "control"),
        ),
        Filter(name="group", field=GroupChoice, keeps=_is_in_group),
        filters.choice(
            "status",
            [*Verdict.choices, (CLAIMED, _CLAIMED_LABEL), (LEFT_OUT, _("Excluded"))],
            label=_("Status"),
            narrow=None,
            keeps=_has_status,
        ),
        filters.owner(lambda view: view.assignment.owner_id),
        filters.choice(
            "currency",
            currency.CURRENCY,
            label=_("Evidence current"),
            narrow=None,
            keeps=lambda view, value, _reading: currency.has_state(view.currency, value),
        ),
        filters.yes_no("left_out", label=_("Excluded"), of=lambda view: view.assignment.left_out),
    ),
    acts=(
        owner_act(Can.MANAGE_AIMS),
        due_act(Can.MANAGE_AIMS, _set_due),
    ),
    find=_find,
    address="requirement",
    key=lambda view: view.ref,
    record=lambda view: view.assignment,
    order="reference",
    changes="requirement_assignments",
    page="conformity/requirements.html",
    page_size=200,
    nothing=(_("No requirements yet"), _("Requirements come with the edition of the standard the organisation uses.")),
    more=lambda reading: {"picture": picture_of(reading)},
)
