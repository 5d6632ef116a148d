"""Geometry of the pictures: pure arithmetic, in user units of an SVG with its origin at the upper left."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# A share too small to see would be a lie by omission: each count above nought gets this much of the bar.
_LEAST_SHARE = 0.008
_CELL, _CELL_STEP, _LINE_STEP, _LABEL_ROOM = 12.0, 15.0, 22.0, 46.0
# The mean width of a letter at 12 units, for words that must not touch.
_LETTER = 6.8
_PLOT_LEFT, _PLOT_TOP, _PLOT_FOOT = 36.0, 8.0, 26.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar; `kind` is what was counted."""

    kind: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of parts side by side; nothing counted gives no segments."""

    segments: tuple[Segment, ...]
    total: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a heat strip, by its upper left corner."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class HeatRow:
    """The squares of one group; `y` is the top of its first line."""

    label: str
    cells: tuple[Cell, ...]
    counts: Mapping[str, int]
    y: float


@dataclass(frozen=True, slots=True)
class HeatStrip:
    """Rows of squares, one row a group, one square a member; `cell` is the side of a square."""

    rows: tuple[HeatRow, ...]
    width: float
    height: float
    cell: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted on one day, for example when a round was closed."""

    label: str
    day: dt.date
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Band:
    """One kind over time; `points` is the outline of its area as an SVG point list."""

    kind: str
    points: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: its place, its words and how they are anchored (`start`, `middle`, `end`)."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Progress:
    """Shares stacked over time, from nought at the foot to the whole at the top."""

    bands: tuple[Band, ...]
    columns: tuple[Tick, ...]
    levels: tuple[Tick, ...]
    readings: tuple[Reading, ...]
    left: float
    right: float
    top: float
    foot: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something with a day: `state` is `done`, `ahead` or `late`."""

    label: str
    day: dt.date
    state: str


@dataclass(frozen=True, slots=True)
class Post:
    """A way-post on a timeline; `text_y` is the base line of its words."""

    milestone: Milestone
    x: float
    text_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Posts along a line from the first to the last day; `now` is the place of today, if it lies between."""

    posts: tuple[Post, ...]
    now: float | None
    middle: float
    width: float
    height: float


def stacked_bar(counts: Mapping[str, int], *, width: float = 1000.0, height: float = 10.0, gap: float = 3.0) -> Bar:
    """Return the parts of a bar in the order given; raise ValueError for a count below nought."""
    if any(count < 0 for count in counts.values()):
        message = "a count cannot be below zero"
        raise ValueError(message)
    shown = {kind: count for kind, count in counts.items() if count}
    total = sum(shown.values())
    if not shown:
        return Bar((), 0, width, height)
    room = width - gap * (len(shown) - 1)
    shares = _visible_shares(shown, total)
    segments, x = [], 0.0
    for kind, count in shown.items():
        segments.append(Segment(kind, count, round(x, 2), round(room * shares[kind], 2)))
        x += room * shares[kind] + gap
    return Bar(tuple(segments), total, width, height)


def _visible_shares(counts: Mapping[str, int], total: int) -> dict[str, float]:
    raised = {kind: max(count / total, _LEAST_SHARE) for kind, count in counts.items()}
    whole = sum(raised.values())
    return {kind: share / whole for kind, share in raised.items()}


def heat_strip(groups: Iterable[tuple[str, Sequence[str]]], *, per_line: int = 40) -> HeatStrip:
    """Return a square for each member, by group; a group longer than `per_line` goes on below."""
    rows, y = [], 0.0
    for label, kinds in groups:
        cells = tuple(
            Cell(kind, _LABEL_ROOM + (n % per_line) * _CELL_STEP, y + (n // per_line) * _CELL_STEP)
            for n, kind in enumerate(kinds)
        )
        rows.append(HeatRow(label, cells, Counter(kinds), y))
        y += _LINE_STEP + max(0, (len(kinds) - 1) // per_line) * _CELL_STEP
    return HeatStrip(tuple(rows), _LABEL_ROOM + per_line * _CELL_STEP, max(y, _LINE_STEP), _CELL)


def progress_lines(
    readings: Sequence[Reading], kinds: Sequence[str], *, width: float = 520.0, height: float = 220.0
) -> Progress:
    """Return the share of each kind at each reading, stacked in the order of `kinds` from the foot up.

    Readings are put in order of their days; one reading alone is drawn as a level stretch. A reading in which
    nothing was counted is left out: it has no shares.
    """
    ordered = tuple(sorted((r for r in readings if _counted(r, kinds)), key=lambda r: r.day))
    left, right, top, foot = _PLOT_LEFT, width - 8.0, _PLOT_TOP, height - _PLOT_FOOT
    places = _places([r.day for r in ordered], left, right)
    tops = [_stack(r, kinds, top, foot) for r in ordered]
    spots = [left, right] if len(ordered) == 1 else places
    heights = tops * 2 if len(ordered) == 1 else tops
    bands = tuple(
        Band(kind, _outline(spots, [h[n + 1] for h in heights], [h[n] for h in heights]))
        for n, kind in enumerate(kinds)
        if any(r.counts.get(kind) for r in ordered)
    )
    columns = tuple(Tick(x, r.label, _anchor(x, left, right)) for x, r in zip(places, ordered, strict=True))
    levels = tuple(Tick(round(foot - (foot - top) * p / 100, 2), f"{p} %", "end") for p in (0, 25, 50, 75, 100))
    return Progress(bands, columns, levels, ordered, left, right, top, foot, width, height)


def _counted(reading: Reading, kinds: Sequence[str]) -> int:
    return sum(reading.counts.get(kind, 0) for kind in kinds)


def _places(days: Sequence[dt.date], left: float, right: float) -> list[float]:
    if not days:
        return []
    span = (days[-1] - days[0]).days
    if span == 0:
        step = (right - left) / max(1, len(days) - 1)
        return [round(left + step * n, 2) for n in range(len(days))]
    return [round(left + (right - left) * (day - days[0]).days / span, 2) for day in days]


def _stack(reading: Reading, kinds: Sequence[str], top: float, foot: float) -> list[float]:
    total, seen = _counted(reading, kinds), 0
    edges = [foot]
    for kind in kinds:
        seen += reading.counts.get(kind, 0)
        edges.append(round(foot - (foot - top) * seen / total, 2))
    return edges


def _outline(spots: Sequence[float], upper: Sequence[float], lower: Sequence[float]) -> str:
    there = list(zip(spots, upper, strict=True))
    back = list(zip(spots, lower, strict=True))[::-1]
    return " ".join(f"{x:g},{y:g}" for x, y in there + back)


def _anchor(x: float, left: float, right: float) -> str:
    share = (x - left) / (right - left)
    if share < 0.12:  # noqa: PLR2004 -- words near the edge would stick out
        return "start"
    return "end" if share > 0.88 else "middle"  # noqa: PLR2004 -- as above


def timeline(milestones: Sequence[Milestone], *, today: dt.date, width: float = 760.0) -> Timeline:
    """Return a post for each milestone, by day; words that would touch go below, above, further out."""
    ordered = sorted(milestones, key=lambda h: h.day)
    if not ordered:
        return Timeline((), None, 0.0, width, 0.0)
    left, right = 8.0, width - 8.0
    days = [h.day for h in ordered]
    places = _places(days, left, right)
    anchors = [_anchor(x, left, right) for x in places]
    levels = _levels([_extent(h.label, x, a) for h, x, a in zip(ordered, places, anchors, strict=True)])
    reach = 24.0 + 16.0 * (max(levels) // 2 + 1)
    posts = tuple(
        Post(h, x, reach + _offset(level), a) for h, x, a, level in zip(ordered, places, anchors, levels, strict=True)
    )
    inside = days[0] < today < days[-1]
    now = _places([days[0], today, days[-1]], left, right)[1] if inside else None
    return Timeline(posts, now, reach, width, 2 * reach)


def _extent(label: str, x: float, anchor: str) -> tuple[float, float]:
    wide = len(label) * _LETTER
    start = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return start, start + wide


def _levels(extents: Sequence[tuple[float, float]]) -> list[int]:
    """Return for each label the first level (0 above, 1 below, 2 above that, ...) where it touches none."""
    ends: list[float] = []
    levels = []
    for start, end in extents:
        level = next((n for n, taken in enumerate(ends) if taken + _LETTER <= start), len(ends))
        ends[level : level + 1] = [end]
        levels.append(level)
    return levels


def _offset(level: int) -> float:
    further = 16.0 * (level // 2)
    return 26.0 + further if level % 2 else -16.0 - further
