"""The typesetter: fonts of ours first, a bounded memory, PDF papers and pictures of charts."""

import datetime as dt
import re
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from waymark import core

Standards = list[Literal["a-2a", "ua-1"]]
_STANDARDS: Standards = ["a-2a", "ua-1"]
_NO_STANDARDS: Standards = []
_FONTS = Path(core.__file__).parent / "fonts"
_PICTURE = b"""
#set page(width: 500pt, height: auto, margin: 0pt, fill: none)
#set text(font: ("Waymark Sans", "Libertinus Serif"))
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""
_CHARACTERS = b"""
#set document(title: "Characters")
#set text(font: ("Waymark Sans", "Noto Sans Arabic", "Noto Emoji"), lang: "en")
#sys.inputs.text
"""
_ALWAYS = frozenset(map(chr, range(0x180)))
_ANY_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_NAMED = re.compile(r'the text `"(.*?)"` could not be displayed|contains the codepoint `"(.*?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PICTURE_RESOLUTION = 220
# Typst keeps what it worked out for the last ten compilations, some 25 MB each for a long table.
_REMEMBERED = 11


def pdf_of(
    template: Path, inputs: dict[str, str], made_at: dt.datetime, incomplete: Callable[[frozenset[str]], str]
) -> bytes:
    """Return the template with its inputs as PDF/A-2a and PDF/UA-1, stamped `made_at` (with a zone).

    Text that no font of ours can draw (such as CJK) is set in the machine's fonts; where those lack it too,
    the file is tagged and its text whole and it says under its title what `incomplete` says of these characters, but
    it claims no standard, since a glyph is missing.
    Raises typst.TypstError for a chart that is not well-formed SVG.
    """
    try:
        return _compiled(template, inputs, made_at, _fonts(), _STANDARDS)
    except typst.TypstError as error:
        if not _is_about_glyphs(error):
            raise
    try:
        return _compiled(template, inputs, made_at, _fonts(of_the_machine=True), _STANDARDS)
    except typst.TypstError as error:
        if not _is_about_glyphs(error):
            raise
        lacking = _lacking_in(error)
    explained = {**inputs, "incomplete": incomplete(lacking)}
    return _compiled(template, explained, made_at, _fonts(of_the_machine=True), _NO_STANDARDS)


def characters_without_font(text: str) -> frozenset[str]:
    """Return the characters of a text that neither our fonts nor those of the machine can draw."""
    asked = "".join(sorted(set(text) - _ALWAYS))
    return _without_font(asked) if asked else frozenset()


@lru_cache(maxsize=64)
def _without_font(characters: str) -> frozenset[str]:
    compiler = typst.Compiler(
        _CHARACTERS, font_paths=_fonts(of_the_machine=True), sys_inputs={"text": " ".join(characters)}
    )
    try:
        compiler.compile(format="pdf", pdf_standards=[*_STANDARDS], timestamp=_ANY_DAY)
    except typst.TypstError as error:
        return _lacking_in(error)
    finally:
        _forget()
    return frozenset()


def picture_of(svg: str) -> bytes:
    """Return an SVG chart as PNG, for formats that show no SVG; raises typst.TypstError when malformed."""
    compiler = typst.Compiler(font_paths=_fonts(), sys_inputs={"svg": svg})
    try:
        return _single(compiler.compile(_PICTURE, format="png", ppi=_PICTURE_RESOLUTION))
    finally:
        _forget()


def is_drawable(picture: bytes, media_type: str) -> bool:
    """Return whether a PNG or JPEG can be drawn whole. Its size in pixels has to be known to be small."""
    name = {"image/png": "picture.png", "image/jpeg": "picture.jpg"}[media_type]
    with tempfile.TemporaryDirectory(prefix="waymark-picture-") as folder:
        (Path(folder) / name).write_bytes(picture)
        program = Path(folder) / "main.typ"
        program.write_text(f'#set page(width: 20pt, height: 20pt, margin: 0pt)\n#image("{name}", width: 100%)\n')
        try:
            typst.Compiler(program, root=folder, font_paths=_fonts()).compile(format="png", ppi=72)
        except typst.TypstError:
            return False
        finally:
            _forget()
    return True


def _compiled(
    template: Path, inputs: dict[str, str], made_at: dt.datetime, fonts: typst.Fonts, standards: Standards
) -> bytes:
    compiler = typst.Compiler(template, root=template.parent, font_paths=fonts, sys_inputs=inputs)
    try:
        return _single(compiler.compile(format="pdf", pdf_standards=[*standards], timestamp=made_at))
    finally:
        _forget()


def _single(made: bytes | list[bytes] | None) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


def _forget() -> None:
    """Age the typesetter's memory out: 20 ms that keep a worker near 100 MB instead of above 350."""
    compiler = typst.Compiler(font_paths=_fonts())
    for _time in range(_REMEMBERED):
        compiler.compile(b".", format="svg")


def _lacking_in(error: typst.TypstError) -> frozenset[str]:
    """Return the characters that typst's own words name: one of a cluster stands for all of it."""
    found = _NAMED.findall(str(error.diagnostic))
    texts = (_ESCAPED.sub(lambda one: chr(int(one[1], 16)), text) for pair in found for text in pair)
    return frozenset(character for text in texts for character in text if not character.isspace())


def _is_about_glyphs(error: typst.TypstError) -> bool:
    return "could not be displayed with font" in str(error) or "contains the codepoint" in str(error)


@lru_cache(maxsize=2)
def _fonts(*, of_the_machine: bool = False) -> typst.Fonts:
    paths: list[Path] = [_FONTS] if _FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=of_the_machine, include_embedded_fonts=True, font_paths=paths)
