"""Which records a document can be for, where an outline is for one: one AI system, one planned change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.system import AISystem
from waymark.core.references import number_in
from waymark.people.readers import Reader

Rows = Callable[[Reader], Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of record that an outline can be for. `rows` are all that a reader may read, `offered` those to choose."""

    prefix: str
    rows: Rows
    offered: Rows


def _systems(reader: Reader) -> Any:
    rows = AISystem.objects.of(reader.organisation).visible_to(reader)
    return rows.select_related("organisation", "owner", "supplier")


def _changes(reader: Reader) -> Any:
    rows = PlannedChange.objects.of(reader.organisation).visible_to(reader)
    return rows.select_related("organisation", "owner", "approved_by")


_subjects: Final[dict[str, Subject]] = {
    "one AI system": Subject(AISystem.prefix, _systems, lambda reader: _systems(reader).current()),
    "one change or improvement": Subject(PlannedChange.prefix, _changes, _changes),
}


def register_subject(one_per: str, subject: Subject) -> None:
    """Add a kind of record of a package above, in its `AppConfig.ready()`; `one_per` is what an outline calls it."""
    _subjects[one_per] = subject


def subject_of(one_per: str) -> Subject | None:
    """Return what an outline is for one of, or None where that kind of record does not exist yet."""
    return _subjects.get(one_per)


def subjects_to_choose(reader: Reader, one_per: str) -> Sequence[Any]:
    """Return the records that a reader can begin a document for; one query, or none where there is no such kind."""
    subject = _subjects.get(one_per)
    return list(subject.offered(reader).order_by("number")) if subject is not None else []


def subject_called(reader: Reader, reference: str) -> Any:
    """Return the record that a document is for by its reference, or None where the reader has none like that."""
    for subject in _subjects.values():
        number = number_in(reference, subject.prefix) if reference.startswith(f"{subject.prefix}-") else None
        if number is not None:
            return subject.rows(reader).numbered(number).first()
    return None
