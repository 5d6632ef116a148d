"""JSON files: the whole document with its structure, for programs."""

import datetime as dt
import json
import math

from waymark.reports.paper import (
    Block,
    Bullets,
    Cell,
    Chart,
    Figures,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    Table,
    Workbook,
)
from waymark.reports.writers.literal import whole_characters
from waymark.reports.writers.standing import standing_line

Json = str | int | float | None | bool | list["Json"] | dict[str, "Json"]


def write(document: Paper | Workbook) -> bytes:
    """Return the document as UTF-8 JSON; dates are ISO 8601, rows are objects by column key.

    A paper gives `blocks`, a workbook `facts` and `sheets`. Numbers that JSON has no form for are null.
    """
    body = _imprint(document)
    if isinstance(document, Paper):
        body["blocks"] = [_block(block) for block in document.blocks]
    else:
        body["facts"] = [_pair(label, value) for label, value in document.facts]
        body["sheets"] = [
            {"name": _value(sheet.name), "notes": [*map(_value, sheet.notes)], **_table(sheet.table)}
            for sheet in document.sheets
        ]
    return (json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _imprint(document: Imprint) -> dict[str, Json]:
    return {
        "title": _value(document.title),
        "subtitle": _value(document.subtitle),
        "organisation": _value(document.organisation),
        "reference": _value(document.reference),
        "as_of": _value(document.as_of),
        "language": _value(document.language),
        "sample": document.sample,
        "notice": _value(document.notice),
        "standing": _value(standing_line()),
    }


def _block(block: Block) -> Json:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": _value(block.text)}
        case Paragraph():
            return {"kind": "paragraph", "text": _value(block.text)}
        case Figures():
            return {"kind": "figures", "items": [_pair(label, value) for label, value in block.items]}
        case Chart():
            return {"kind": "chart", "text": _value(block.alt)}
        case Bullets():
            return {"kind": "bullets", "items": [_value(item) for item in block.items]}
        case Table():
            return {"kind": "table", **_table(block)}


def _table(table: Table) -> dict[str, Json]:
    keys = [column.key for column in table.columns]
    return {
        "caption": _value(table.caption),
        "key": table.key,
        "columns": [
            {"key": column.key, "label": _value(column.label), "kind": column.kind.value} for column in table.columns
        ],
        "rows": [dict(zip(keys, map(_value, row), strict=True)) for row in table.rows],
    }


def _pair(label: str, value: Cell) -> Json:
    return {"label": _value(label), "value": _value(value)}


def _value(cell: Cell) -> Json:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    if cell is None or isinstance(cell, int | float):
        return cell
    return whole_characters(cell)
