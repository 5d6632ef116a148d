"""Made-up sheets of the kinds people have, read for a round over the whole standard: what would be imported."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from tests.architecture.house import SOURCE
from waymark.conformity.found import Found
from waymark.conformity.scale import Severity, Verdict
from waymark.exchange.columns import propose_sheet
from waymark.exchange.preview import Preview, look
from waymark.exchange.readings import Ground, Place
from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Cell, Row, Sheet

REASON = "We train no models and buy none to train."


@cache
def whole_standard() -> Ground:
    """The edition people have, every control of it in the round, nothing rated yet."""
    folder = SOURCE / "catalogue" / "frameworks" / "iso-42001-2023-2"
    clauses = yaml.safe_load((folder / "clauses.yaml").read_text(encoding="utf-8"))
    controls = yaml.safe_load((folder / "annex_a.yaml").read_text(encoding="utf-8"))
    edition = yaml.safe_load((folder / "edition.yaml").read_text(encoding="utf-8"))
    nodes = [*clauses["clauses"], *controls["controls"]]
    places = {
        point["id"]: Place(point["id"], node["id"], point["text"], node["id"].startswith("A."), Found())
        for node in nodes
        for point in node["points"]
    }
    upper = [*clauses["groups"], *controls["areas"], *edition["headings"]]
    return Ground(
        reference="GA-1",
        places=places,
        requirements={node["id"]: tuple(point["id"] for point in node["points"]) for node in nodes},
        headings=frozenset(one["id"] for one in upper),
        verdicts={folded(str(verdict.label)): verdict.value for verdict in Verdict},
        severities={folded(str(severity.label)): severity.value for severity in Severity},
        titles={one["id"]: one["title"] for one in (*upper, *nodes)},
        standard=edition["title"],
    )


def sheet(
    *rows: tuple[Any, ...], head: str = "Clause|Title|Status|Comment", name: str = "Gaps", merged: tuple[str, ...] = ()
) -> Sheet:
    """A sheet of plain rows below a head whose columns are divided by bars; no head where it is empty."""
    heads = [tuple(head.split("|"))] if head else []
    cells = [tuple(one if isinstance(one, Cell) else Cell(str(one)) for one in row) for row in (*heads, *rows)]
    numbered = tuple(
        Row(number, row) for number, row in enumerate(cells, start=1) if any(cell.text.strip() for cell in row)
    )
    return Sheet(name, hidden=False, rows=numbered, width=max(map(len, cells)), merged=merged)


def preview_of(read: Sheet, **answers: Any) -> Preview:
    """What importing the sheet would do as it is proposed, with what a person answers."""
    ground = whole_standard()
    return look(read, replace(propose_sheet(read, 0, ground), **answers), ground)


def by_requirement(preview: Preview) -> Mapping[str, str]:
    """The verdict each requirement or point would get: "6.1.4" where all its points get the same from one row."""
    return {one.whole or one.place.ref: str(one.entered.verdict) for one in preview.new}


def codes(preview: Preview) -> list[tuple[int, str]]:
    """What was not understood, or not surely, by row."""
    return [(one.row, one.code) for one in preview.troubles]
