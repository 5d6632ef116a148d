"""The register of points, as they stand today or in one gap assessment. Computed, as that of requirements is."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.conformity.extension_points import download_notes
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Gap
from waymark.conformity.points import BASIS_CHOICES, OVERDUE, VERDICT_CHOICES, is_like
from waymark.conformity.queries import picture_of, picture_taken_up, rounds_of
from waymark.conformity.registers import currency
from waymark.conformity.registers.requirement import CLAIMED, STATUS, GroupChoice
from waymark.conformity.scale import Severity
from waymark.core.references import number_in
from waymark.core.text import holds_words
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.records import columns, filters
from waymark.records.cells import Choice, Kind
from waymark.records.registers import Column, ComputedRows, Filter, Reading, Register

_BASES: Final = {value: Choice(value, label) for value, label in BASIS_CHOICES}
_SEVERITIES: Final = {one: Choice(one.name.lower(), one.label) for one in Severity}


class RoundChoice(forms.ChoiceField):
    """A gap assessment of the organisation, by its number; nothing for the points as they stand today."""

    described: ClassVar = {"type": "string", "description": "number of a gap assessment, such as 3; none for today"}

    def __init__(self, reader: Reader) -> None:
        """Read the list of rounds only where it is shown."""
        super().__init__(required=False, choices=cache(lambda: _rounds(reader)), label=_("Gap assessment"))
        self.reader = reader

    def clean(self, value: Any) -> Any:
        """Return the round that is meant, or None. Refuses a number that no round here has."""
        if not value:
            return None
        number = number_in(str(value), GapAssessment.prefix)
        rounds = GapAssessment.objects.of(self.reader.organisation).numbered(number) if number is not None else ()
        for one in rounds:
            one.organisation = self.reader.organisation
            return one
        raise ValidationError(_("There is no such gap assessment here."), code="invalid")


def _rounds(reader: Reader) -> list[tuple[str, Any]]:
    every = rounds_of(reader.organisation).rounds
    return [("", _("Today")), *((str(one.number), f"{one.reference} {one.title}") for one in every)]


def _rows(reading: Reading, asked: Mapping[str, Any]) -> Sequence[Gap]:
    organisation, assessment = reading.reader.organisation, asked.get("round")
    picture = picture_taken_up(organisation) if assessment is None else picture_of(assessment)
    reading.kept.update({"round": assessment, "picture": picture})
    return [] if picture is None else [Gap(one, view) for one in picture.requirements for view in one.points]


def _link(row: Gap, reading: Reading) -> str:
    # All rows of a page lead into one folder; asking the table of addresses for each takes long.
    if "folder" not in reading.kept:
        slug, assessment = reading.reader.organisation.slug, reading.kept["round"]
        reading.kept["folder"] = (
            reverse("requirements", args=[slug])
            if assessment is None
            else reverse("gap_round", args=[slug, assessment.number]) + "sheet/"
        )
    return f"{reading.kept['folder']}{row.requirement.ref}#{row.view.point.ref}"


def _holds(row: Gap, text: str, _reading: Reading) -> bool:
    one = row.requirement
    texts = (row.view.point.ref, one.requirement.title, row.view.point.text, row.view.found.finding)
    return holds_words(" ".join(texts), text)


def _is_owned(row: Gap, value: Any, reading: Reading) -> bool:
    assignment = row.requirement.assignment
    if value == filters.NOBODY:
        return not assignment.owner
    key = reading.reader.pk if value == filters.ME else int(value)
    if assignment.owner_id is not None:
        return assignment.owner_id == key
    # A closed round keeps the names of those who were owners then.
    if "names" not in reading.kept:
        reading.kept["names"] = dict(Member.objects.of(reading.reader.organisation).values_list("pk", "name"))
    return bool(assignment.owner) and assignment.owner == reading.kept["names"].get(key)


def _is_late(row: Gap, reading: Reading) -> bool:
    assessment = reading.kept.get("round")
    return (assessment is None or assessment.is_open) and row.is_overdue(reading.today)


def _more(reading: Reading) -> dict[str, Any]:
    assessment, picture = reading.kept.get("round"), reading.kept.get("picture")
    notes = download_notes(assessment, picture) if assessment is not None and picture is not None else []
    return {"assessment": assessment, "picture": picture, "download_notes": notes}


def _severity(row: Gap) -> Choice | None:
    return None if row.view.severity is None else _SEVERITIES[row.view.severity]


POINTS: Final[Register[Gap]] = Register(
    name="points",
    path="points",
    word="point",
    label=_("Points"),
    intro=_(
        "The latest verdict on each point over all gap assessments, or the verdicts of one. Today's list leaves out "
        "excluded controls."
    ),
    source=ComputedRows(rows=_rows),
    columns=(
        Column(
            name="reference",
            label=_("Point"),
            value=lambda row: row.view.point.ref,
            sort=lambda row: (row.requirement.requirement.order, row.view.point.number),
        ),
        columns.text("text", _("Criterion"), of="view.point.text", opens=True, sort=(), width=60),
        columns.text("requirement", _("Requirement"), of="requirement.requirement.title", only_in_files=True, width=40),
        Column(name="basis", label=_("Basis"), value=lambda row: _BASES[row.view.point.basis], kind=Kind.CHOICE),
        Column(
            name="verdict",
            label=_("Verdict"),
            value=lambda row: STATUS[CLAIMED if row.view.found.is_claimed else row.view.found.verdict],
            kind=Kind.CHOICE,
            sort=lambda row: str(row.view.found.verdict),
        ),
        Column(
            name="currency",
            label=_("Evidence current"),
            value=lambda row: currency.cell(row.view.found.currency),
            kind=Kind.CHOICE,
            sort=lambda row: currency.place(row.view.found.currency),
        ),
        Column(
            name="judged_on",
            label=_("Rated on"),
            value=lambda row: row.view.found.judged_on,
            kind=Kind.DAY,
            sort=lambda row: str(row.view.found.judged_on or "9999"),
        ),
        Column(
            name="recorded_on",
            label=_("Recorded on"),
            value=lambda row: row.view.found.recorded_on,
            kind=Kind.DAY,
            only_in_files=True,
        ),
        columns.text("finding", _("Finding"), of="view.found.finding", width=40),
        columns.text("evidence", _("Evidence in words"), of="view.found.evidence", only_in_files=True, width=40),
        Column(
            name="severity",
            label=_("Severity"),
            value=_severity,
            kind=Kind.CHOICE,
            sort=lambda row: row.view.severity or len(Severity) + 1,
            only_in_files=True,
        ),
        columns.text("action", _("Action"), of="view.found.action", only_in_files=True, width=40),
        columns.text(
            "owner",
            _("Owner"),
            of="requirement.assignment.owner",
            sort=lambda row: row.requirement.assignment.owner.casefold() or "\uffff",
        ),
        Column(
            name="due_on",
            label=_("Due"),
            value=lambda row: row.due_on if row.view.is_gap else None,
            kind=Kind.DAY,
            sort=lambda row: str((row.due_on if row.view.is_gap else None) or "9999"),
            is_late=_is_late,
        ),
    ),
    filters=(
        filters.words_in(_holds, label=_("Number, criterion or finding")),
        Filter(name="round", field=RoundChoice, keeps=lambda _row, _value, _reading: True, selects=True),
        filters.choice(
            "verdict",
            VERDICT_CHOICES,
            label=_("Verdict"),
            narrow=None,
            keeps=lambda row, value, _reading: is_like(row.view, value),
        ),
        filters.choice(
            "currency",
            currency.CURRENCY,
            label=_("Evidence current"),
            narrow=None,
            keeps=lambda row, value, _reading: currency.has_state(row.view.found.currency, value),
        ),
        filters.choice(
            "basis",
            BASIS_CHOICES,
            label=_("Basis"),
            narrow=None,
            keeps=lambda row, value, _reading: row.view.point.basis == value,
        ),
        Filter(
            name="group",
            field=GroupChoice,
            keeps=lambda row, value, _reading: bool(row.requirement.requirement.group == value),
        ),
        Filter(name="owner", field=lambda reader: filters.OwnerChoice(reader, label=_("Owner")), keeps=_is_owned),
        filters.choice(
            "due",
            [(OVERDUE, _("Overdue"))],
            label=_("Due"),
            narrow=None,
            keeps=lambda row, _value, reading: row.is_overdue(reading.today),
        ),
    ),
    address="requirement",
    key=lambda row: row.view.point.ref,
    record=lambda row: row.requirement.assignment,
    link=_link,
    order="reference",
    page="conformity/points.html",
    page_size=100,
    nothing=(_("No points yet"), _("Points come with the edition of the standard the organisation uses.")),
    more=_more,
)
