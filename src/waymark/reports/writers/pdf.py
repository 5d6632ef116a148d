"""PDF papers, PDF/A-2a and PDF/UA-1 at once, typeset by typst from JSON and never from markup."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from waymark.core.dates import day
from waymark.reports.paper import (
    Block,
    Bullets,
    Chart,
    Column,
    Figures,
    Heading,
    Logo,
    Paper,
    Paragraph,
    Table,
    Workbook,
    as_paper,
)
from waymark.reports.writers.cells import Shown, is_tall, shown_rows, unwrapped_widths
from waymark.reports.writers.literal import breakable, paper_text
from waymark.reports.writers.standing import sample_line, standing_line
from waymark.reports.writers.typesetting import pdf_of
from waymark.reports.writers.unprintable import unprintable_line

_TEMPLATE = Path(__file__).with_name("paper.typ")
_TAG = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?")
_TEXT_WIDTH = {False: 470.0, True: 740.0}
_RUNNING_LIMIT = 90
_HEADING_LEVELS = 3

Json = dict[str, Any]


def write(document: Paper | Workbook) -> bytes:
    """Return the document as PDF, A4; the same document gives the same bytes on the same machine.

    Raises typst.TypstError for a chart that is not well-formed SVG; for no text does it raise.
    """
    paper = as_paper(document)
    inputs = {"paper": json.dumps(_content(paper), ensure_ascii=False)}
    made_at = dt.datetime.combine(paper.as_of, dt.time(), dt.UTC)
    return pdf_of(_TEMPLATE, inputs, made_at, lambda lacking: unprintable_line(paper, lacking))


def _content(paper: Paper) -> Json:
    language, region = _language(paper.language)
    as_of = _("As of %(day)s") % {"day": day(paper.as_of, paper.language)}
    details = [as_of, _text(paper.organisation), _text(paper.reference)]
    return {
        "title": _text(paper.title),
        "subtitle": _text(paper.subtitle),
        "organisation": paper_text(paper.organisation),
        "keywords": [word for word in [paper_text(paper.reference)] if word],
        "running": {"title": _running(paper.running or paper.title), "organisation": _running(paper.organisation)},
        "details": [detail for detail in details if detail],
        "notice": _text(paper.notice),
        "standing": standing_line(),
        "page-words": _("Page {page} of {pages}"),
        "sample": sample_line() if paper.sample else "",
        "lang": language,
        "region": region,
        "landscape": paper.landscape,
        "logo": _logo(paper.logo) if paper.logo else None,
        "blocks": [made for block in paper.blocks if (made := _block(block, paper))],
    }


def _logo(logo: Logo) -> Json:
    return {"svg": logo.svg, "width": logo.width, "height": logo.height, "alt": paper_text(logo.alt)}


def _block(block: Block, paper: Paper) -> Json | None:
    match block:
        case Heading():
            level = min(max(block.level, 1), _HEADING_LEVELS)
            return {"is": "heading", "level": level, "text": _text(block.text), "new-page": block.on_new_page}
        case Paragraph():
            return {"is": "quiet" if block.quiet else "paragraph", "text": _text(block.text)}
        case Figures():
            items = [{"label": _text(label), "value": _text(str(value))} for label, value in block.items]
            return {"is": "figures", "items": items} if items else None
        case Bullets():
            return {"is": "bullets", "items": [_text(item) for item in block.items]} if block.items else None
        case Chart():
            return {"is": "chart", "svg": block.svg, "alt": paper_text(block.alt), "width": block.width}
        case Table():
            return _table(block, paper)


def _table(table: Table, paper: Paper) -> Json | None:
    shown = table.shown()
    if not table.rows or not shown:
        sentence = table.empty or _("Nothing to show.")
        return {"is": "empty", "caption": _text(table.caption), "text": _text(sentence)}
    columns = [table.columns[at] for at in shown]
    rows = shown_rows(table, paper.language)
    widths = unwrapped_widths(columns, rows, _TEXT_WIDTH[paper.landscape])
    return {
        "is": "table",
        "caption": _text(table.caption),
        "columns": [_column(column, width) for column, width in zip(columns, widths, strict=True)],
        "rows": [{"cells": [_cell(cell) for cell in row], "tall": is_tall(row)} for row in rows],
    }


def _column(column: Column, points: float) -> Json:
    share = max(column.width, 1)
    return {"label": _text(column.label), "kind": column.kind.value, "points": points, "share": share}


def _cell(cell: Shown) -> str | Json:
    return {"text": _text(cell.text), "mark": cell.mark.value} if cell.mark else _text(cell.text)


def _text(text: str) -> str:
    return breakable(paper_text(text))


def _running(text: str) -> str:
    text = " ".join(paper_text(text).split())
    return breakable(text if len(text) <= _RUNNING_LIMIT else text[: _RUNNING_LIMIT - 1] + "…")


def _language(tag: str) -> tuple[str, str | None]:
    found = _TAG.fullmatch(tag)
    return (found[1], found[2]) if found else ("en", None)
