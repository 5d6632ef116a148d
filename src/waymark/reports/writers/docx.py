"""DOCX papers with real heading styles, repeated table headings and the same calm look as the PDF."""

import datetime as dt
import io
import zipfile

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from lxml import etree

from waymark.reports.paper import (
    Block,
    Bullets,
    Chart,
    Figures,
    Heading,
    Logo,
    Paper,
    Paragraph,
    Table,
    Workbook,
    as_paper,
)
from waymark.reports.writers import docx_look, docx_xml
from waymark.reports.writers.literal import paper_text
from waymark.reports.writers.standing import sample_line, standing_line
from waymark.reports.writers.typesetting import picture_of

_SHORT, _LONG = Mm(210), Mm(297)
# As in the PDF; a page on its side is low, so its edges are narrower.
_UPRIGHT, _SIDEWAYS = (Mm(22), Mm(24), Mm(22)), (Mm(18), Mm(20), Mm(17))
_PROPERTY_LIMIT = 255
_HEADING_LEVELS = 3
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write(document: Paper | Workbook) -> bytes:
    """Return the document as DOCX, A4; the same document gives the same bytes.

    Raises typst.TypstError for a chart that is not well-formed SVG; for no text does it raise.
    """
    paper = as_paper(document)
    made = Document()
    docx_look.set_styles(made, paper.language)
    _describe(made, paper)
    _set_up_pages(made, paper)
    if paper.logo:
        _add_logo(made, paper.logo)
    for element in docx_xml.opening(paper):
        _append(made, element)
    for block in paper.blocks:
        _add(made, block, paper)
    out = io.BytesIO()
    made.save(out)
    return _undated(out.getvalue())


def _describe(made: DocumentObject, paper: Paper) -> None:
    day = dt.datetime.combine(paper.as_of, dt.time(), dt.UTC)
    about = made.core_properties
    about.title, about.subject = _property(paper.title), _property(paper.subtitle)
    about.author = about.last_modified_by = _property(paper.organisation)
    about.identifier = about.keywords = _property(paper.reference)
    about.comments, about.language = standing_line(), paper.language
    about.category = sample_line() if paper.sample else ""
    about.created = about.modified = about.last_printed = day
    about.revision = 1


def _set_up_pages(made: DocumentObject, paper: Paper) -> None:
    section = made.sections[0]
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (_LONG, _SHORT) if paper.landscape else (_SHORT, _LONG)
    side, section.top_margin, section.bottom_margin = _edges(paper)
    section.left_margin = section.right_margin = side
    section.header_distance = section.footer_distance = Mm(9)
    title = _property(paper.running or paper.title)
    right = f"{title}  ·  {sample_line()}" if paper.sample else title
    head = docx_xml.running_head(_property(paper.organisation), right, _room(paper))
    _only(section.header._element, head)  # noqa: SLF001 - python-docx has no other way to its XML
    _only(section.footer._element, docx_xml.running_foot(standing_line(), _room(paper)))  # noqa: SLF001


def _add(made: DocumentObject, block: Block, paper: Paper) -> None:
    match block:
        case Heading():
            level = min(max(block.level, 1), _HEADING_LEVELS)
            extra = "<w:pageBreakBefore/>" if block.on_new_page else ""
            _append(made, docx_xml.paragraph(block.text, f"Heading{level}", extra=extra))
        case Paragraph():
            _append(made, docx_xml.paragraph(block.text, "Quiet" if block.quiet else "Normal"))
        case Bullets():
            _append(made, *(docx_xml.paragraph(item, "ListBullet") for item in block.items))
        case Figures():
            _append(made, *docx_xml.figures(block, _room(paper)))
        case Table():
            _append(made, *docx_xml.table(block, paper.language, _room(paper)))
        case Chart():
            _add_chart(made, block, paper)


def _add_chart(made: DocumentObject, chart: Chart, paper: Paper) -> None:
    _add_picture(made, chart.svg, Pt(_room(paper) * chart.width), chart.alt)


def _add_logo(made: DocumentObject, logo: Logo) -> None:
    _add_picture(made, logo.svg, Pt(logo.width), logo.alt)
    made.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _add_picture(made: DocumentObject, svg: str, width: Length, alt: str) -> None:
    picture = made.add_picture(io.BytesIO(picture_of(svg)), width=width)
    inline = picture._inline  # noqa: SLF001 - python-docx has no call for the text beside a picture
    for side in ("distT", "distB", "distL", "distR"):  # some word processors take a missing one for 3 mm
        inline.set(side, "0")
    for properties in inline.iter(qn("wp:docPr")):
        properties.set("descr", paper_text(alt))


def _append(made: DocumentObject, *elements: etree._Element) -> None:
    end = made.element.body[-1]
    for element in elements:
        end.addprevious(element)


def _only(holder: etree._Element, element: etree._Element) -> None:
    for child in list(holder):
        holder.remove(child)
    holder.append(element)


def _edges(paper: Paper) -> tuple[Mm, Mm, Mm]:
    """Return the margins of a page: at the sides, above and below."""
    return _SIDEWAYS if paper.landscape else _UPRIGHT


def _room(paper: Paper) -> float:
    """Return the width between the margins, in points."""
    return ((_LONG if paper.landscape else _SHORT) - 2 * _edges(paper)[0]) / Pt(1)


def _property(text: str) -> str:
    return " ".join(paper_text(text).split())[:_PROPERTY_LIMIT]


def _undated(package: bytes) -> bytes:
    """Return the package with a fixed date on each part, so that only the content decides its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, _ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return out.getvalue()
