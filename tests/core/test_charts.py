"""The geometry of the pictures, and the pictures for paper."""

import datetime as dt
from xml.etree.ElementTree import fromstring

import pytest

from waymark.core.chart_svg import bar_svg, heat_svg, named_heat_svg, progress_svg, result_svg, timeline_svg
from waymark.core.charts import Milestone, Reading, heat_strip, progress_lines, stacked_bar, timeline

KINDS = ("in_place", "partial", "missing")
SVG = "{http://www.w3.org/2000/svg}"
JANUARY, MARCH, JULY = dt.date(2026, 1, 23), dt.date(2026, 3, 20), dt.date(2026, 7, 1)


def reading(day: dt.date, *counts: int) -> Reading:
    return Reading(day.isoformat(), day, dict(zip(KINDS, counts, strict=True)))


def points(outline: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in outline.split())]


def test_gives_each_part_of_a_bar_its_share() -> None:
    bar = stacked_bar({"in_place": 3, "missing": 1}, width=403.0, gap=3.0)
    assert [(part.kind, part.x, part.width) for part in bar.segments] == [
        ("in_place", 0.0, 300.0),
        ("missing", 303.0, 100.0),
    ]
    assert bar.total == 4


def test_leaves_no_gap_for_a_kind_nobody_counted() -> None:
    bar = stacked_bar({"in_place": 0, "partial": 5, "missing": 0})
    assert [(part.kind, part.x, part.width) for part in bar.segments] == [("partial", 0.0, 1000.0)]


def test_keeps_one_in_a_thousand_visible_and_the_bar_whole() -> None:
    bar = stacked_bar({"in_place": 999, "missing": 1})
    assert bar.segments[1].width > 7
    assert bar.segments[-1].x + bar.segments[-1].width == pytest.approx(1000.0, abs=0.02)


def test_draws_an_empty_bar_when_nothing_was_counted() -> None:
    bar = stacked_bar({"in_place": 0})
    assert bar.segments == ()
    assert bar.total == 0


def test_refuses_a_count_below_nought() -> None:
    with pytest.raises(ValueError, match="below zero"):
        stacked_bar({"in_place": -1})


def test_goes_on_below_when_a_group_is_longer_than_a_line() -> None:
    strip = heat_strip([("6", ["in_place"] * 5), ("7", ["missing"])], per_line=3)
    six, seven = strip.rows
    assert [cell.x for cell in six.cells[:3]] == [cell.x for cell in six.cells[3:]] + [six.cells[2].x]
    assert six.cells[3].y > six.cells[0].y
    assert seven.y > six.cells[4].y + strip.cell
    assert six.counts == {"in_place": 5}
    assert all(cell.x + strip.cell <= strip.width and cell.y + strip.cell <= strip.height for cell in six.cells)


def test_keeps_a_group_without_members_as_a_row() -> None:
    strip = heat_strip([("4", [])])
    assert strip.rows[0].cells == ()
    assert strip.height > 0


def test_stacks_shares_from_the_foot_to_the_top_in_order_of_days() -> None:
    progress = progress_lines([reading(MARCH, 4, 0, 0), reading(JANUARY, 1, 1, 2)], KINDS)
    assert [tick.label for tick in progress.columns] == ["2026-01-23", "2026-03-20"]
    lowest, highest = points(progress.bands[0].points), points(progress.bands[-1].points)
    assert lowest[0] == (progress.left, progress.foot - (progress.foot - progress.top) / 4)
    assert lowest[1] == (progress.right, progress.top)
    assert lowest[-1] == (progress.left, progress.foot)
    assert highest[0] == (progress.left, progress.top)


def test_draws_a_single_reading_as_a_level_stretch() -> None:
    progress = progress_lines([reading(MARCH, 1, 1, 0)], KINDS)
    assert [band.kind for band in progress.bands] == ["in_place", "partial"]
    xs = {x for x, _y in points(progress.bands[0].points)}
    assert xs == {progress.left, progress.right}


def test_leaves_out_a_reading_in_which_nothing_was_counted() -> None:
    progress = progress_lines([reading(JANUARY, 0, 0, 0), reading(MARCH, 1, 0, 0)], KINDS)
    assert [shown.day for shown in progress.readings] == [MARCH]


def test_spreads_readings_of_one_day() -> None:
    progress = progress_lines([reading(MARCH, 1, 0, 0), reading(MARCH, 0, 1, 0)], KINDS)
    assert [tick.at for tick in progress.columns] == [progress.left, progress.right]


def test_puts_posts_where_their_days_are_and_marks_today_between_them() -> None:
    line = timeline([Milestone("Stage 2", JULY, "ahead"), Milestone("Gap", JANUARY, "done")], today=MARCH)
    assert [post.milestone.label for post in line.posts] == ["Gap", "Stage 2"]
    assert line.now is not None
    assert line.posts[0].x < line.now < line.posts[1].x


def test_marks_no_today_outside_the_line() -> None:
    line = timeline([Milestone("Gap", JANUARY, "done"), Milestone("Stage 1", MARCH, "late")], today=JULY)
    assert line.now is None


def test_keeps_the_words_of_close_neighbours_apart() -> None:
    days = [JANUARY + dt.timedelta(days=n) for n in range(4)] + [dt.date(2029, 1, 1)]
    line = timeline([Milestone(f"HistoryLine {n}", day, "ahead") for n, day in enumerate(days)], today=MARCH)
    assert len({post.text_y for post in line.posts[:4]}) == 4
    assert all(0 < post.text_y < line.height for post in line.posts)


def test_writes_pictures_for_paper_as_well_formed_documents_with_a_title() -> None:
    title = 'Łódź & "Co" <b>'
    strip = heat_strip([("A.2", ["in_place", "claimed", "partial", "missing", "not_assessed", "not_applicable"])])
    pictures = [
        bar_svg(stacked_bar({"in_place": 1, "partial": 2}), title),
        heat_svg(strip, title),
        progress_svg(progress_lines([reading(JANUARY, 1, 1, 2), reading(MARCH, 2, 1, 1)], KINDS), title),
        timeline_svg(
            timeline([Milestone(title, JANUARY, "done"), Milestone("<Stage>", JULY, "late")], today=MARCH),
            title,
        ),
    ]
    for picture in pictures:
        root = fromstring(picture)  # noqa: S314 -- our own picture
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == title


def test_paints_pictures_for_paper_in_literal_colours_alone() -> None:
    picture = heat_svg(heat_strip([("4", ["in_place", "nothing known"])]), "Clause 4")
    root = fromstring(picture)  # noqa: S314 -- our own picture
    colours = {value for part in root.iter() for name, value in part.attrib.items() if name in {"fill", "stroke"}}
    assert all(colour.startswith("#") for colour in colours)
    assert not {name for part in root.iter() for name in part.attrib} & {"class", "style"}


def test_draws_a_legend_on_as_many_lines_as_it_needs() -> None:
    bar = stacked_bar({"partial": 1, "missing": 2}, width=300)
    words = {"partial": "Partial, with a long explanation", "missing": "Missing <b>"}
    root = fromstring(result_svg(bar, "Result", words))  # noqa: S314 -- our own picture
    texts = {one.text: one for one in root.iter() if one.tag.endswith("text")}
    assert set(texts) == {"Result", *words.values()}
    assert float(texts[words["missing"]].get("y", 0)) > float(texts[words["partial"]].get("y", 0))
    assert float(root.get("height", 0)) >= float(texts[words["missing"]].get("y", 0))


def test_names_the_rows_of_a_heat_strip_and_explains_its_squares() -> None:
    strip = heat_strip([("4", ["in_place", "missing"]), ("A.2", ["claimed"])])
    root = fromstring(named_heat_svg(strip, "Points", {"4": "Context"}, {"missing": "Missing"}))  # noqa: S314 -- our own picture
    words = [one.text for one in root.iter() if one.tag.endswith("text") and one.text]
    assert words == ["Points", "4", "Context", "A.2", "Missing"]
