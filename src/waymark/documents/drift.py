"""What a text was filled from, compared with the registers as they are today. It reports and never edits.

Which facts are compared, and how, says `drift_checks` of the package data: those of the items that the outline serves.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from waymark.context.models.factor import Factor
from waymark.context.models.need import Need
from waymark.documents.drafting import draw, heading_of
from waymark.documents.filled import VALUE, FilledMark, FilledRow
from waymark.documents.package_data import DriftCheck, Outline, document_data
from waymark.documents.sources.asking import Asking, Drawn
from waymark.documents.unanswered import open_of

_ONLY: Final[Mapping[str, frozenset[str]]] = {
    "systems_in_scope": frozenset({"systems[]"}),
    "system_uses": frozenset({"systems[]"}),
    "system_owners": frozenset({"systems[]"}),
    "scope_version": frozenset({"scope.version", "scope.effective_from", "scope.sentence"}),
    "scope_content": frozenset({"scope.activities[]", "scope.interfaces[]", "scope.outside[]"}),
    "ai_roles": frozenset({"organisation.ai_roles"}),
    "role_holders": frozenset({"assignments[]"}),
    "process_list": frozenset({"processes[]"}),
    "supplier_list": frozenset({"suppliers[]"}),
    "competence_gaps": frozenset({"competence.gaps[]"}),
}
"""The sources that a check is about, where its register has others too."""
_PAIRS: Final[Mapping[str, frozenset[str]]] = {
    "system_owners": frozenset({"owner"}),
    "role_holders": frozenset({"holder", "deputy"}),
    "process_list": frozenset({"owner"}),
    "contact_people": frozenset({"holder", "deputy"}),
    "control_decisions": frozenset({"decision", "state"}),
}
"""The columns in which a map keeps who or what stands for what."""
_DATED: Final = frozenset({"calendar_items"})
"""Sets whose members are no longer the same when their dates change."""
_SHAPED_BY: Final[Mapping[str, tuple[Any, ...]]] = {"context_newer": (Factor, Need), "needs_newer": (Need,)}
"""The records that should have shaped a version, by check."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between a text and a register, in words; the lists name records."""

    check: DriftCheck
    label: str
    statement: str
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """Return it as one text, such as “names 9, the register has 10” with what was added and what is gone."""
        parts = [self.statement]
        for words, names in ((_("Added:"), self.added), (_("Gone:"), self.gone), (_("Changed:"), self.changed)):
            parts += [f"{words} {'; '.join(names)}."] if names else []
        return " ".join(parts)


def drift_of(filled: Sequence[FilledMark], asking: Asking, *, since: dt.date | None = None) -> tuple[Drift, ...]:
    """Return how a text has drifted from the registers, in the order of the checks; nothing for a text by hand.

    Each source is asked once. `since` is the day of the version, by default the newest day on which it was filled.
    """
    if not filled:
        return ()
    outline = document_data().outlines.get(filled[0].outline)
    if outline is None:
        return ()
    day = since or max(one.day for one in filled)
    today: dict[str, Drawn] = {}
    found: list[Drift] = []
    for check in checks_of(outline):
        if check.how == "not_older":
            found += _newer(check, asking, day)
        elif check.how == "none_open":
            found += _open(check, asking)
        else:
            for mark in _compared(check, filled):
                if mark.source not in today:
                    today[mark.source] = draw(mark.source, asking)
                found += _difference(check, outline, mark, today[mark.source].rows)
    return tuple(_each_once(found))


def checks_of(outline: Outline) -> tuple[DriftCheck, ...]:
    """Return what is compared of a document of an outline, each check once."""
    data = document_data()
    names = dict.fromkeys(name for item in outline.serves for name in data.items[item].drift)
    return tuple(data.drift_checks[name] for name in names)


def _compared(check: DriftCheck, filled: Sequence[FilledMark]) -> Iterator[FilledMark]:
    for mark in filled:
        is_meant = mark.source in _ONLY[check.id] if check.id in _ONLY else mark.register == check.register
        if is_meant and (check.id not in _PAIRS or _PAIRS[check.id] & set(mark.columns)):
            yield mark


def _difference(check: DriftCheck, outline: Outline, mark: FilledMark, now: Sequence[FilledRow]) -> Iterator[Drift]:
    label = next((one.label for one in outline.marks if one.name == mark.mark), mark.mark)
    before, after = {row.record: row for row in mark.rows}, {row.record: row for row in now}
    both = [(before[key], after[key]) for key in before if key in after]
    if check.how in {"same_value", "still_true"}:
        changed = _changes(both, mark.columns or (VALUE,), is_value=not mark.columns)
        # A table may leave rows out, but nothing that a text rests on may vanish.
        may_vanish = bool(mark.columns) and check.how != "still_true"
        gone = () if may_vanish else tuple(_called(row) for key, row in before.items() if key not in after)
        if changed or gone:
            yield Drift(check, label, _("“%(label)s” quotes other values.") % {"label": label}, (), gone, changed)
        return
    columns = _PAIRS.get(check.id, ()) if check.how == "same_map" else mark.columns if check.id in _DATED else ()
    added = tuple(_called(row) for key, row in after.items() if key not in before)
    gone = tuple(_called(row) for key, row in before.items() if key not in after)
    changed = _changes(both, [one for one in mark.columns if one in columns])
    if not columns:
        changed = tuple(f"{old.name} → {_called(new)}" for old, new in both if old.name != new.name)
    if added or gone or changed:
        named = {"label": label, "named": len(before), "today": len(after)}
        statement = _("“%(label)s” names %(named)d, the register has %(today)d.") % named
        yield Drift(check, label, statement, added, gone, changed)


def _changes(
    both: Iterable[tuple[FilledRow, FilledRow]], columns: Iterable[str], *, is_value: bool = False
) -> tuple[str, ...]:
    found = []
    for old, new in both:
        for column in columns:
            was, is_now = old.cells.get(column, ""), new.cells.get(column, "")
            if was != is_now:
                what = _called(new) if is_value else f"{_called(new)}, {heading_of(column)}"
                found.append(f"{what}: {_quoted(was)} → {_quoted(is_now)}")
    return tuple(found)


def _quoted(words: str) -> str:
    return f"“{words}”" if words else _("nothing")


def _called(row: FilledRow) -> str:
    # A part of a record, such as a headcount, is named by its own words.
    is_reference = row.record.rpartition("-")[2].isdigit() and "/" not in row.record
    return f"{row.record} {row.name}" if is_reference else row.name


def _newer(check: DriftCheck, asking: Asking, day: dt.date) -> Iterator[Drift]:
    changed = []
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(asking.organisation.time_zone))
    for model in _SHAPED_BY.get(check.id, ()):
        rows = model.objects.of(asking.organisation).visible_to(asking.reader).filter(changed_at__gte=midnight)
        changed += [f"{one.reference} {one}" for one in rows.order_by("number")]
    if changed:
        statement = _("The version is older than a change of what should shape it.")
        yield Drift(check, check.compare, statement, changed=tuple(changed))


def _open(check: DriftCheck, asking: Asking) -> Iterator[Drift]:
    found = open_of(check.id, asking)
    if found:
        statement = _("Something is open that the text says is handled.")
        yield Drift(check, check.compare, statement, changed=tuple(found))


def _each_once(found: Iterable[Drift]) -> Iterator[Drift]:
    seen = set()
    for one in found:
        key = (one.added, one.gone, one.changed)
        if key not in seen:
            seen.add(key)
            yield one
