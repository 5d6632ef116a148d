"""Pages of a PDF are drawn apart: whatever the file does there, this process goes on."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.evidence.files import samples
from waymark.evidence.files.pages.drawing import AT_ONCE, Drawn, drawn

Draw = Callable[..., Drawn | None]


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    def of(content: bytes, first: int = 1, **limits: float) -> Drawn | None:
        path = tmp_path / "file"
        path.write_bytes(content)
        found = drawn(path, first, **limits)  # type: ignore[arg-type]  # seconds and memory
        assert path.read_bytes() == content
        assert [one.name for one in tmp_path.iterdir()] == ["file"]
        return found

    return of


def test_draws_each_page_as_a_picture(draw: Draw) -> None:
    found = draw(samples.pdf("Impact assessment", pages=2))
    assert found is not None
    assert (found.first, found.last, found.count, found.before, found.after) == (1, 2, 2, 0, 0)
    assert [number for number, _page in found.numbered] == [1, 2]
    assert all(base64.b64decode(page).startswith(b"\x89PNG") for page in found.pages)


def test_goes_through_two_hundred_pages_a_few_at_a_time(draw: Draw) -> None:
    content = samples.pdf("Report", pages=200)
    first, last = draw(content), draw(content, 199)
    assert first is not None
    assert last is not None
    assert (len(first.pages), first.count, first.after) == (AT_ONCE, 200, AT_ONCE + 1)
    assert (last.last, last.count, last.before, last.after) == (200, 200, 199 - AT_ONCE, 0)


def test_begins_again_where_there_is_no_such_page(draw: Draw) -> None:
    found = draw(samples.pdf("Short"), 900_000)
    assert found is not None
    assert (found.first, len(found.pages)) == (1, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\n%%EOF\n",
        samples.pdf()[:300],
        samples.pdf().replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        samples.PLAIN,
        b"",
    ],
    ids=["no pages", "cut off", "in a ring", "a text", "empty"],
)
def test_draws_nothing_of_what_is_no_document(draw: Draw, content: bytes) -> None:
    assert draw(content) is None


def test_takes_no_more_time_and_memory_than_it_is_given(draw: Draw) -> None:
    assert draw(samples.pdf(), seconds=0.001) is None
    assert draw(samples.pdf(), memory=64 * 2**20) is None


@pytest.mark.parametrize("box", [b"[0 0 90000 9]", b"[0 0 9 90000]", b"[0 0 0 0]", b"[0 0 99999999 99999999]"])
def test_draws_no_picture_larger_than_a_page(draw: Draw, box: bytes) -> None:
    found = draw(samples.pdf().replace(b"[0 0 300 200]", box))
    assert found is None or all(len(page) < 2**20 for page in found.pages)


def test_draws_nothing_of_a_file_that_is_gone(tmp_path: Path) -> None:
    assert drawn(tmp_path / "gone") is None
