"""Describes the kind of a governed record from its model; what differs is written out at the call."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst

from waymark.core.references import number_in
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.governed import Governed, GovernedQuerySet
from waymark.records.kinds import OFFERED, Lines, Part, RecordKind, RecordLine, Table

Rows = GovernedQuerySet[Any]


def kind_of(  # noqa: PLR0913 -- one argument for each thing in which kinds differ
    model: type[Governed],
    *,
    word: str,
    address: str,
    label: str | Promise = "",
    hides: bool = False,
    offers: Callable[[Rows], Rows] | None = None,
    parts: tuple[Part, ...] = (),
) -> RecordKind:
    """Return the kind of a model: looked up, found by reference or words, named, and linked to its page.

    `address` is the name of the page, which takes the organisation and the number. `hides` goes with a QuerySet whose
    `visible_to` leaves something out. `offers` cuts what an empty or half-typed search offers, such as to what is in
    use; a record that is named by its reference is found all the same.
    """
    name = model._meta.label_lower

    def line(organisation: Organisation, pk: int, number: int, title: str) -> RecordLine:
        url = reverse(address, args=[organisation.slug, number])
        return RecordLine(name, pk, f"{model.prefix}-{number}", model.titled(title), url)

    def lines(reader: Reader, rows: Rows) -> list[RecordLine]:
        return [line(reader.organisation, *row) for row in rows.values_list("pk", "number", model.title_field)]

    def readable(reader: Reader) -> Rows:
        rows: Rows = model._default_manager.all()  # type: ignore[assignment]  # every governed model has such a one
        return rows.of(reader.organisation).visible_to(reader)

    def look_up(reader: Reader, keys: Sequence[int]) -> Lines:
        return {one.pk: one for one in lines(reader, readable(reader).filter(pk__in=keys))}

    def choose(reader: Reader, text: str) -> Sequence[RecordLine]:
        number = number_in(text, model.prefix) if "-" in text else None
        exact = lines(reader, readable(reader).numbered(number)) if number is not None else []
        found = readable(reader).matching(text)
        return exact or lines(reader, (offers(found) if offers else found).newest_first()[:OFFERED])

    return RecordKind(
        kind=name,
        word=word,
        label=label or capfirst(str(model._meta.verbose_name)),
        look_up=look_up,
        choose=choose,
        hides=hides,
        parts=parts,
        plural=capfirst(str(model._meta.verbose_name_plural)),
        table=Table(
            rows=readable,
            rows_of_all=lambda readers: _readable_by(model, readers, hides=hides),
            title=model.title_field,
            prefix=model.prefix,
            searched=model.searched,
            line=line,
        ),
    )


def _readable_by(model: type[Governed], readers: Sequence[Reader], *, hides: bool) -> Rows:
    rows: Rows = model._default_manager.all()  # type: ignore[assignment]  # every governed model has such a one
    # Where nothing is hidden, one condition is enough for however many organisations; keys cost less than records.
    inside = [one.organisation.pk for one in readers]
    return rows.readable_by(readers) if hides else rows.filter(organisation__in=inside)


def part_of(kind: str, label: str | Promise, rows: Any, path: str, *, ends_with: str = "") -> Part:
    """Return rows of another kind as parts of a record: `rows` is their manager, `path` leads to the record.

    `kind` is the kind of the rows, which is registered by itself.
    """

    def keys(organisation: Organisation, pk: int) -> Sequence[int]:
        return list(rows.of(organisation).filter(**{path: pk}).order_by("pk").values_list("pk", flat=True))

    return Part(kind, label, keys, ends_with)
