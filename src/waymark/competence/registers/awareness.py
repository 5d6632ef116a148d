"""By when each member is made aware of each topic again. Computed: it follows from trainings, roles and the day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.competence.awareness import AwarenessLine, AwarenessState, awareness_lines
from waymark.competence.registers.choices import member_filter
from waymark.competence.starter import starter
from waymark.core.text import holds_words
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Choice, Kind
from waymark.records.registers import Column, ComputedRows, Filter, Reading, Register

_SHAPES: Final = {AwarenessState.CURRENT: "in", AwarenessState.SOON: "part", AwarenessState.OVERDUE: "late"}
_CELLS: Final = {one: Choice(one.value, one.label, shape=_SHAPES[one]) for one in AwarenessState}


def _rows(reading: Reading, _asked: Mapping[str, Any]) -> Sequence[AwarenessLine]:
    found = awareness_lines(reading.reader.organisation, reading.today)
    reading.kept["awareness"] = found
    return found


def _topics(_reader: Reader) -> forms.ChoiceField:
    choices = [("", _("All topics")), *((one.id, f"{one.id} {one.what}") for one in starter().topics)]
    return forms.ChoiceField(required=False, choices=choices, label=_("Topic"))


def _more(reading: Reading) -> dict[str, Any]:
    """Return every topic under its audience: how many members it concerns, and of how many it is overdue."""
    lines: Sequence[AwarenessLine] = reading.kept.get("awareness", ())
    concerned = Counter(one.topic.id for one in lines)
    overdue = Counter(one.topic.id for one in lines if one.state == AwarenessState.OVERDUE)
    found = starter()
    groups = [
        (one, [(topic, concerned[topic.id], overdue[topic.id]) for topic in found.topics if topic.audience == one.id])
        for one in found.audiences
    ]
    return {"groups": groups, "may_plan": reading.reader.can(Can.WORK)}


def _link(row: AwarenessLine, reading: Reading) -> str:
    return reverse("awareness_topic", args=[reading.reader.organisation.slug, row.topic.id])


def _holds(row: AwarenessLine, text: str, _reading: Reading) -> bool:
    return holds_words(f"{row.member.name} {row.topic.what}", text)


AWARENESS: Final[Register[AwarenessLine]] = Register(
    name="awareness",
    path="awareness",
    word="awareness-line",
    label=_("Awareness by topic"),
    intro=_("Which topic each member was made aware of when, and by when again (7.3)."),
    source=ComputedRows(rows=_rows),
    columns=(
        columns.text("reference", _("Number"), of="key", width=12),
        columns.text("topic", _("Topic"), of="topic.what", opens=True, width=50, sort=lambda row: row.topic.id),
        columns.person("member", _("Member")),
        columns.text("audience", _("Audience"), of="used.audience.title", width=30, only_in_files=True),
        columns.day("last_on", _("Last training"), is_sortable=False),
        columns.day("due_on", _("Due on"), is_late=lambda row, reading: row.due_on < reading.today, is_sortable=False),
        columns.number("months", _("Months"), of="used.months", width=10, only_in_files=True),
        Column(
            name="state",
            label=_("State"),
            value=lambda row: _CELLS[row.state],
            kind=Kind.CHOICE,
            sort=lambda row: list(AwarenessState).index(row.state),
        ),
    ),
    filters=(
        filters.words_in(_holds, label=_("Member or topic")),
        member_filter(lambda row: row.member.pk),
        Filter(name="topic", field=_topics, keeps=lambda row, value, _reading: row.topic.id == value),
        filters.choice(
            "state",
            AwarenessState.choices,
            label=_("State"),
            narrow=None,
            keeps=lambda row, value, _reading: row.state == value,
            as_chips=True,
        ),
    ),
    address="awareness_topic",
    link=_link,
    key=lambda row: row.key,
    record=lambda row: row.training or row.member,
    order="",
    page="competence/awareness.html",
    nothing=(
        _("No topic in use yet"),
        _("Plan a training that names topics of awareness. From then on this list shows whom each concerns, by when."),
    ),
    more=_more,
)
