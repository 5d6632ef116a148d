"""WordprocessingML, written as text: building a long table object by object takes ten times as long."""

from django.utils.translation import gettext as _
from docx.oxml.ns import nsdecls
from lxml import etree

from waymark.core.dates import day
from waymark.reports.paper import Figures, Kind, Mark, Paper, Table
from waymark.reports.writers.cells import Shown, is_tall, shown_rows, unwrapped_widths
from waymark.reports.writers.literal import paper_text

INK, QUIET, LINE, PINE, TINT = "1C302D", "55655F", "D5DAD2", "14604E", "EEF5F0"
_NAMESPACES = nsdecls("w")
_SIGNS = {
    Mark.FULL: ("●", "2F7444"),
    Mark.HALF: ("◐", "8F5C00"),
    Mark.RING: ("○", "A5352A"),
    Mark.DASHED: ("◌", QUIET),
    Mark.BAR: ("–", QUIET),
}
# One face for all signs, so that they are of one size.
_SIGN_FACE = '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol"/>'
_NOTICE_EDGES = (("top", 6), ("left", 9), ("bottom", 6), ("right", 9))
_TWIPS = 20
_FIGURES_IN_A_ROW = 6
_LEAST_SHARE = 42.0
# How wide letters of a heading's bold 9 point type are at most in DejaVu Sans, the widest typeface that stands in for
# Calibri; what is not listed is as wide as the widest.
_HEAD_LETTERS = {
    **dict.fromkeys("abcdefghijklnopqrstuvxyz0123456789", 6.6),
    **dict.fromkeys("fijlrt,.-/", 4.5),
    **dict.fromkeys("ABCDEFGHIJKLNOPQRSTUVXYZ", 7.7),
}
_HEAD_WIDEST, _HEAD_GAP = 10.0, 9.0
# Word's letters are a little wider than those of our own fonts, for which the widths were measured.
_WIDER = 1.12


def paragraph(text: str, style: str, *, extra: str = "") -> etree._Element:
    """Return a paragraph in the style with that id; line feeds become line breaks."""
    return _parsed(f'<w:p {_NAMESPACES}><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{_run(text)}</w:p>')


def notice(text: str) -> etree._Element:
    """Return the sentence a reader must not miss, on a tinted ground."""
    edges = "".join(_border(side, TINT, space=space) for side, space in _NOTICE_EDGES)
    ground = (
        f'<w:pBdr>{edges}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
        '<w:spacing w:before="240" w:after="320"/><w:ind w:left="180" w:right="180"/>'
    )
    return paragraph(text, "Normal", extra=ground)


def opening(paper: Paper) -> list[etree._Element]:
    """Return the title, the line that dates the paper, and its notice."""
    as_of = _("As of %(day)s") % {"day": day(paper.as_of, paper.language)}
    details = "  ·  ".join(detail for detail in (as_of, paper.organisation, paper.reference) if detail)
    made = [paragraph(paper.title, "Title")]
    if paper.subtitle:
        made.append(paragraph(paper.subtitle, "Subtitle"))
    made.append(paragraph(details, "Quiet"))
    return [*made, notice(paper.notice)] if paper.notice else made


def figures(block: Figures, room: float) -> list[etree._Element]:
    """Return key figures, at most six beside each other, in `room` points."""
    made: list[etree._Element] = []
    for start in range(0, len(block.items), _FIGURES_IN_A_ROW):
        items = block.items[start : start + _FIGURES_IN_A_ROW]
        widths = [room / len(items)] * len(items)
        cells = "".join(
            _cell(_in_style(str(value), "Figure") + _in_style(label, "Quiet"), width)
            for (label, value), width in zip(items, widths, strict=True)
        )
        lines = f"<w:tblBorders>{_border('top', LINE)}{_border('bottom', LINE)}</w:tblBorders>"
        made += [_table(f"<w:tr>{cells}</w:tr>", widths, lines, look="0000"), spacer()]
    return made


def table(block: Table, language: str, room: float) -> list[etree._Element]:
    """Return caption and table, or the sentence in its place, in `room` points."""
    caption = [paragraph(block.caption, "Caption", extra="<w:keepNext/>")] if block.caption else []
    shown = [block.columns[at] for at in block.shown()]
    if not block.rows or not shown:
        return [*caption, paragraph(block.empty or _("Nothing to show."), "Quiet")]
    rows = shown_rows(block, language)
    heads = [_head_width(column.label) for column in shown]
    fixed = unwrapped_widths(shown, rows, room)
    widths = _filled(fixed, [max(column.width, 1) for column in shown], heads, room)
    kinds = [column.kind for column in shown]
    heading = "".join(
        _cell(_in_style(column.label, "TableHeading", _alignment(column.kind)), width, heading=True)
        for column, width in zip(shown, widths, strict=True)
    )
    body = "".join(_row(row, kinds, widths) for row in rows)
    lines = f"<w:tblBorders>{_border('bottom', LINE)}{_border('insideH', LINE)}</w:tblBorders>"
    first = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heading}</w:tr>"
    return [*caption, _table(first + body, widths, lines, look="0020", title=block.caption), spacer()]


def running_head(organisation: str, right: str, room: float) -> etree._Element:
    """Return the line above every page: whose paper it is, and which."""
    return _parsed(
        f'<w:p {_NAMESPACES}><w:pPr><w:pStyle w:val="Header"/>{_ruled("bottom", room)}</w:pPr>'
        f"{_run(organisation, '<w:b/>')}<w:r><w:tab/></w:r>{_run(right)}</w:p>"
    )


def running_foot(standing: str, room: float) -> etree._Element:
    """Return the line below every page: the standing line and the page's number."""
    words = _("Page {page} of {pages}")
    before, _page, rest = words.partition("{page}")
    between, _pages, after = rest.partition("{pages}")
    number = f"{_run(before)}{_field('PAGE')}{_run(between)}{_field('NUMPAGES')}{_run(after)}"
    return _parsed(
        f'<w:p {_NAMESPACES}><w:pPr><w:pStyle w:val="Footer"/>{_ruled("top", room)}</w:pPr>'
        f"{_run(standing)}<w:r><w:tab/></w:r>{number}</w:p>"
    )


def spacer() -> etree._Element:
    """Return the small empty line that word processors need between two tables."""
    return _parsed(f'<w:p {_NAMESPACES}><w:pPr><w:spacing w:before="0" w:after="120" w:line="120"/></w:pPr></w:p>')


def _filled(fixed: list[float], shares: list[float], heads: list[float], room: float) -> list[float]:
    """Give the columns that wrap what the others leave, in proportion, and fit the whole to the room.

    No column gets narrower than the longest word of its heading, or the word would be broken: columns that would are
    given that much first, and the others share the rest. Where they have no room together, what is wider than its
    heading gives way first; only where the headings alone have none are all cut.
    """
    widths = [max(width * _WIDER, least) if width else 0.0 for width, least in zip(fixed, heads, strict=True)]
    least = [max(head, _LEAST_SHARE) for head in heads]
    open_columns = {at for at, width in enumerate(widths) if not width}
    while open_columns:
        left = room - sum(widths)
        per_share = left / sum(shares[at] for at in open_columns)
        narrow = {at for at in open_columns if shares[at] * per_share < least[at]}
        for at in narrow or open_columns:
            widths[at] = least[at] if narrow else shares[at] * per_share
        open_columns -= narrow or set(open_columns)
    above = sum(widths) - sum(heads)
    if sum(widths) > room > sum(heads) and above:
        rest = (room - sum(heads)) / above
        return [head + (width - head) * rest for width, head in zip(widths, heads, strict=True)]
    return [width * room / sum(widths) for width in widths]


def _head_width(label: str) -> float:
    """Return how many points a column must have so that no word of its heading is broken."""
    words = (sum(_HEAD_LETTERS.get(letter, _HEAD_WIDEST) for letter in word) for word in label.split())
    return max(words, default=0.0) + _HEAD_GAP


def _row(row: list[Shown], kinds: list[Kind], widths: list[float]) -> str:
    whole = "" if is_tall(row) else "<w:trPr><w:cantSplit/></w:trPr>"
    cells = (_cell(_content(cell, kind), width) for cell, kind, width in zip(row, kinds, widths, strict=True))
    return f"<w:tr>{whole}{''.join(cells)}</w:tr>"


def _content(cell: Shown, kind: Kind) -> str:
    if cell.mark:
        sign, tone = _SIGNS[cell.mark]
        runs = _run(f"{sign} ", f'{_SIGN_FACE}<w:color w:val="{tone}"/>') + _run(cell.text)
    else:
        runs = _run(cell.text, "<w:b/>" if kind is Kind.REFERENCE else "")
    return f'<w:p><w:pPr><w:pStyle w:val="TableText"/>{_alignment(kind)}</w:pPr>{runs}</w:p>'


def _table(rows: str, widths: list[float], borders: str, *, look: str, title: str = "") -> etree._Element:
    grid = "".join(f'<w:gridCol w:w="{round(width * _TWIPS)}"/>' for width in widths)
    named = f'<w:tblCaption w:val="{_escaped(title)}"/>' if title else ""
    return _parsed(
        f'<w:tbl {_NAMESPACES}><w:tblPr><w:tblW w:w="{round(sum(widths) * _TWIPS)}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:right w:w="140" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="{look}"/>{named}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(content: str, width: float, *, heading: bool = False) -> str:
    line = f"<w:tcBorders>{_border('bottom', PINE, 8)}</w:tcBorders>" if heading else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{round(width * _TWIPS)}" w:type="dxa"/>{line}</w:tcPr>{content}</w:tc>'


def _in_style(text: str, style: str, extra: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{_run(text)}</w:p>'


def _alignment(kind: Kind) -> str:
    return '<w:jc w:val="right"/>' if kind is Kind.NUMBER else ""


def _ruled(side: str, room: float) -> str:
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{round(room * _TWIPS)}"/></w:tabs>'
    return f"<w:pBdr>{_border(side, LINE, space=6)}</w:pBdr>{tab}"


def _border(side: str, tone: str, eighths: int = 4, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{tone}"/>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _run(text: str, properties: str = "") -> str:
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in _escaped(text).split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>" if properties else f"<w:r>{inside}</w:r>"


def _escaped(text: str) -> str:
    text = paper_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def _parsed(xml: str) -> etree._Element:
    return etree.fromstring(xml, _PARSER)


# Our own text with every character escaped; no document type, no entity and no network in any case.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
