"""The pictures as self-contained SVG for paper: literal colours, no style sheet, always well-formed."""

import base64
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from waymark.core.charts import Bar, Cell, HeatStrip, Progress, Timeline

INK, QUIET_INK, LINE, PAPER = "#1d2b29", "#55605d", "#dfe3de", "#ffffff"
COLOURS: Mapping[str, str] = {
    "in_place": "#2f7448",
    "shown": "#2f7448",
    "named": "#5b9670",
    "claimed": "#8fb89b",
    "partial": "#a8690f",
    "missing": "#a63a2b",
    "not_assessed": "#c9d0ce",
    "not_applicable": "#e4e7e3",
    "done": "#2f7448",
    "ahead": "#8a9693",
    "late": "#a63a2b",
}
_OTHER = "#8a9693"
_SANS = "Waymark Sans"
_LABEL_ROOM = 46.0
_HEADING_ROOM, _LEGEND_ROOM, _LEGEND_STEP = 26.0, 24.0, 18.0
# The mean width of a letter at 12 units, and what stands beside the words of a legend.
_LETTER, _LEGEND_GAP = 6.4, 40.0


def bar_svg(bar: Bar, title: str) -> str:
    """Return a stacked bar as an SVG document; `title` says its figures in words."""
    root = _root(bar.width, bar.height, title)
    _bar(root, bar)
    return _text(root)


def result_svg(bar: Bar, title: str, legend: Mapping[str, str]) -> str:
    """Return a stacked bar with its title above and, below, each kind of `legend` in words beside its colour."""
    places = _legend_places(legend, bar.width)
    foot = _HEADING_ROOM + bar.height + 8
    root = _root(bar.width, foot + _LEGEND_STEP * (1 + max((row for _x, row in places), default=0)), title)
    _words(root, title, x=0, y=14, fill=INK).set("font-weight", "600")
    _bar(ET.SubElement(root, "g", {"transform": f"translate(0 {_HEADING_ROOM:g})"}), bar)
    for (kind, words), (x, row) in zip(legend.items(), places, strict=True):
        y = foot + row * _LEGEND_STEP
        _add(root, "rect", x=x, y=y, width=12, height=12, rx=2.5, fill=_colour(kind))
        _words(root, words, x=x + 18, y=y + 10.5, fill=INK)
    return _text(root)


def heat_svg(strip: HeatStrip, title: str) -> str:
    """Return a heat strip as an SVG document: full, half, empty: it reads without colour."""
    root = _root(strip.width, strip.height, title)
    for row in strip.rows:
        _words(root, row.label, x=0, y=row.y + strip.cell - 1.5, fill=INK)
        for cell in row.cells:
            _square(root, cell, strip.cell)
    return _text(root)


def named_heat_svg(strip: HeatStrip, title: str, names: Mapping[str, str], legend: Mapping[str, str]) -> str:
    """Return a heat strip to be read alone: title above, the name of each row beside it, and a legend below."""
    room = max((len(name) for name in names.values()), default=0) * _LETTER + 12
    places = _legend_places(legend, strip.width + room)
    foot = _HEADING_ROOM + strip.height + _LEGEND_ROOM - _LEGEND_STEP
    height = foot + _LEGEND_STEP * (1 + max((row for _x, row in places), default=0))
    root = _root(strip.width + room, height, title)
    _words(root, title, x=0, y=14, fill=INK).set("font-weight", "600")
    squares = ET.SubElement(root, "g", {"transform": f"translate({room:g} {_HEADING_ROOM:g})"})
    for row in strip.rows:
        y = _HEADING_ROOM + row.y + strip.cell - 1.5
        _words(root, row.label, x=0, y=y, fill=INK)
        _words(root, names.get(row.label, ""), x=_LABEL_ROOM, y=y)
        for cell in row.cells:
            _square(squares, cell, strip.cell)
    for (kind, words), (x, line) in zip(legend.items(), places, strict=True):
        y = foot + line * _LEGEND_STEP
        _square(root, Cell(kind, x, y), strip.cell)
        _words(root, words, x=x + 18, y=y + 10.5, fill=INK)
    return _text(root)


def progress_svg(progress: Progress, title: str) -> str:
    """Return shares over time as an SVG document."""
    root = _root(progress.width, progress.height, title)
    for band in progress.bands:
        _add(
            root,
            "polygon",
            points=band.points,
            fill=_colour(band.kind),
            fill_opacity=0.7,
            stroke=PAPER,
            stroke_width=1,
        )
    for level in progress.levels:
        _line(root, progress.left, level.at, progress.right, level.at)
        _words(root, level.label, x=progress.left - 6, y=level.at + 4, anchor="end")
    for column in progress.columns:
        _words(root, column.label, x=column.at, y=progress.height - 8, anchor=column.anchor)
    return _text(root)


def timeline_svg(line: Timeline, title: str) -> str:
    """Return a timeline as an SVG document: full posts lie behind, empty ones ahead."""
    root = _root(line.width, line.height, title)
    middle = line.middle
    _line(root, 0, middle, line.width, middle)
    if line.now is not None:
        _line(root, line.now, 0, line.now, line.height, stroke=COLOURS["done"])
    for post in line.posts:
        colour = _colour(post.milestone.state)
        fill = colour if post.milestone.state == "done" else PAPER
        _add(
            root,
            "rect",
            x=post.x - 5,
            y=middle - 8,
            width=10,
            height=16,
            rx=2.5,
            fill=fill,
            stroke=colour,
            stroke_width=2,
        )
        _words(
            root,
            post.milestone.label,
            x=post.x,
            y=post.text_y,
            anchor=post.anchor,
            fill=INK,
        )
    return _text(root)


def picture_svg(picture: bytes, media_type: str, width: int, height: int) -> str:
    """Return a PNG or JPEG of that many pixels as an SVG document that carries it whole."""
    root = ET.Element(
        "svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}", "width": str(width)}
    )
    root.set("height", str(height))
    encoded = base64.b64encode(picture).decode("ascii")
    _add(root, "image", width=width, height=height, href=f"data:{media_type};base64,{encoded}")
    return _text(root)


def _bar(parent: ET.Element, bar: Bar) -> None:
    _add(parent, "rect", x=0, y=0, width=bar.width, height=bar.height, fill=LINE)
    for part in bar.segments:
        _add(parent, "rect", x=part.x, y=0, width=part.width, height=bar.height, fill=_colour(part.kind))


def _legend_places(legend: Mapping[str, str], width: float) -> list[tuple[float, int]]:
    """Return where the entries of a legend stand: their left edge and line, as many on a line as fit."""
    places, x, row = [], 0.0, 0
    for words in legend.values():
        room = len(words) * _LETTER + _LEGEND_GAP
        if x and x + room > width:
            x, row = 0.0, row + 1
        places.append((x, row))
        x += room
    return places


def _root(width: float, height: float, title: str) -> ET.Element:
    root = ET.Element(
        "svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:g} {height:g}", "role": "img"}
    )
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    ET.SubElement(root, "title").text = title
    return root


def _add(parent: ET.Element, tag: str, **attributes: str | float) -> ET.Element:
    texts = {
        key.replace("_", "-"): value if isinstance(value, str) else f"{value:g}" for key, value in attributes.items()
    }
    return ET.SubElement(parent, tag, texts)


def _square(root: ET.Element, cell: Cell, side: float) -> None:
    colour = _colour(cell.kind)
    fill = colour if cell.kind in {"in_place", "not_applicable"} else PAPER
    _add(
        root,
        "rect",
        x=cell.x + 0.75,
        y=cell.y + 0.75,
        width=side - 1.5,
        height=side - 1.5,
        rx=2.5,
        fill=fill,
        stroke=colour,
        stroke_width=1.5,
    )
    if cell.kind == "partial":
        corners = f"{cell.x:g},{cell.y:g} {cell.x + side:g},{cell.y:g} {cell.x:g},{cell.y + side:g}"
        _add(root, "polygon", points=corners, fill=colour)
    if cell.kind == "claimed":
        _add(root, "circle", cx=cell.x + side / 2, cy=cell.y + side / 2, r=side / 5, fill=COLOURS["in_place"])


def _line(root: ET.Element, x1: float, y1: float, x2: float, y2: float, stroke: str = LINE) -> None:
    _add(root, "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=1)


def _words(
    root: ET.Element,
    text: str,
    *,
    x: float,
    y: float,
    anchor: str = "start",
    fill: str = QUIET_INK,
) -> ET.Element:
    made = _add(
        root,
        "text",
        x=x,
        y=y,
        fill=fill,
        text_anchor=anchor,
        font_family=_SANS,
        font_size=12,
    )
    made.text = text
    return made


def _colour(kind: str) -> str:
    return COLOURS.get(kind, _OTHER)


def _text(root: ET.Element) -> str:
    return ET.tostring(root, encoding="unicode")
