"""A register as a file: exactly the rows and the order that its page was asked for, all of them."""

import json
from typing import Any

from django.utils.translation import gettext as _

from waymark.people.readers import Reader
from waymark.records.api import row_out
from waymark.records.cells import Kind, in_words
from waymark.records.choosing import Chosen
from waymark.records.listing import all_rows, reading_of
from waymark.records.registers import Column, Reading
from waymark.reports import paper
from waymark.reports.writers.formats import Format, write

FORMATS = (Format.XLSX, Format.CSV, Format.JSON)
_KINDS = {Kind.DAY: paper.Kind.DATE, Kind.NUMBER: paper.Kind.NUMBER, Kind.CHOICE: paper.Kind.STATUS}


def register_file(chosen: Chosen[Any], form: Format, reader: Reader) -> bytes:
    """Return the rows that were chosen, in one of `FORMATS`."""
    reading, register = reading_of(reader), chosen.register
    if form is Format.JSON:
        rows = [row_out(register, row) for row in all_rows(chosen, reading)]
        return json.dumps(rows, ensure_ascii=False, indent=2).encode()
    return write(form, _sheet(chosen, reading))


def file_name(chosen: Chosen[Any], form: Format, reader: Reader) -> str:
    """Return a plain file name such as `alpha-suppliers.xlsx`."""
    return f"{reader.organisation.slug}-{chosen.register.name}.{form.extension}"


def _sheet(chosen: Chosen[Any], reading: Reading) -> paper.Workbook:
    register, organisation = chosen.register, reading.reader.organisation
    rows = tuple(tuple(in_words(one.value(row)) for one in chosen.offered) for row in all_rows(chosen, reading))
    label = str(register.label)
    table = paper.Table(
        caption=label, columns=tuple(_column(one) for one in chosen.offered), rows=rows, empty=_("No rows match.")
    )
    return paper.Workbook(
        title=label,
        organisation=organisation.name,
        as_of=reading.today,
        sample=organisation.sample,
        sheets=(paper.Sheet(label, table),),
        facts=((_("Rows"), len(rows)), (_("Filters"), _filters(chosen))),
    )


def _column(one: Column[Any]) -> paper.Column:
    return paper.Column(key=one.name, label=str(one.label), width=one.width, kind=_KINDS.get(one.kind, paper.Kind.TEXT))


def _filters(chosen: Chosen[Any]) -> str:
    filters = {**{one.name: str(one.otherwise) for one in chosen.register.filters if one.has_default}, **chosen.sent}
    return ", ".join(f"{name}={value}" for name, value in filters.items()) or _("none")
