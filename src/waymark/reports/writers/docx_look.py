"""The look of DOCX papers: styles with calm, widely installed typefaces, and the document's language."""

import re

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from waymark.reports.writers.docx_xml import INK, PINE, QUIET

_SANS, _SERIF = "Calibri", "Georgia"
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_DRESS: tuple[tuple[str, str, float, str, bool, float, float], ...] = (
    # style, typeface, size, ink, bold, space before and after in points
    ("Normal", _SANS, 10, INK, False, 0, 6),
    ("Title", _SERIF, 24, INK, False, 0, 3),
    ("Subtitle", _SANS, 12, QUIET, False, 0, 3),
    ("Heading 1", _SERIF, 15, INK, True, 18, 6),
    ("Heading 2", _SERIF, 12, INK, True, 12, 4),
    ("Heading 3", _SANS, 10.5, INK, True, 10, 3),
    ("List Bullet", _SANS, 10, INK, False, 0, 3),
    ("Caption", _SANS, 10, INK, True, 8, 3),
    ("Header", _SANS, 8, QUIET, False, 0, 0),
    ("Footer", _SANS, 8, QUIET, False, 0, 0),
    ("Quiet", _SANS, 9, QUIET, False, 0, 5),
    ("Figure", _SERIF, 20, INK, False, 6, 0),
    ("Table Heading", _SANS, 8.5, PINE, True, 1.5, 1.5),
    ("Table Text", _SANS, 8.5, INK, False, 1.5, 1.5),
)


def set_styles(document: Document, language: str) -> None:
    """Give the document its styles and its language; an unknown language tag is taken as English."""
    existing = {style.name for style in document.styles}
    for name, face, size, ink, is_bold, before, after in _DRESS:
        if name not in existing:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style = document.styles[name]
        if not isinstance(style, ParagraphStyle):
            raise TypeError(name)
        _set_type(style, face)
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), RGBColor.from_string(ink), is_bold
        style.font.italic = False
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0 if name.startswith("Table") else 1.1
    _remove(document, "Title", "w:pBdr")
    for name in ("Header", "Footer"):
        _remove(document, name, "w:tabs")
    _set_language(document, language if _TAG.fullmatch(language) else "en")


def _set_type(style: ParagraphStyle, face: str) -> None:
    style.font.name = face
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in _THEME_FONTS:
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    for attribute in ("cs", "eastAsia"):
        fonts.set(qn(f"w:{attribute}"), face)
    for spacing in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        spacing.getparent().remove(spacing)


def _remove(document: Document, style: str, tag: str) -> None:
    for found in list(document.styles[style].element.iter(qn(tag))):
        found.getparent().remove(found)


def _set_language(document: Document, language: str) -> None:
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
