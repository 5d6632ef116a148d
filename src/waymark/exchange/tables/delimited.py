"""Text tables: comma, semicolon, tab or bar between the fields, in an encoding that is known or chosen."""

import csv
import io
from collections import Counter
from typing import Final

from waymark.exchange.tables.guard import unguard
from waymark.exchange.tables.limits import LIMITS, Limits
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.workbook import EMPTY, Cell, Row, Sheet, Workbook

ENCODINGS: Final = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1257",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-15",
    "macintosh",
    "shift_jis",
    "euc-kr",
    "gb18030",
    "big5",
)
SEPARATORS: Final = (",", ";", "\t", "|")
LISTED: Final = 20
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE_CHARACTERS: Final = 64 * 1024
_SAMPLE_ROWS: Final = 60
_JAPANESE: Final = (("\u3040", "\u30ff"), ("\u4e00", "\u9fff"))


def read_delimited(content: bytes, *, encoding: str | None = None, max_rows: int, limits: Limits = LIMITS) -> Workbook:
    """The table of a text file; an encoding that is neither marked nor UTF-8 has to be chosen.

    Raises TableRefused.
    """
    text, used = _decoded(content, encoding)
    nul = text.find("\x00")
    if nul >= 0:
        raise TableRefused("nul_character", line=text.count("\n", 0, nul) + 1, encoding=used)
    text = text.removeprefix("\ufeff")
    separator, text, skipped = _stated_separator(text)
    separator = separator or _likely_separator(text)
    rows, widths = _records(text, separator, skipped, max_rows, limits)
    if not rows:
        raise TableRefused("empty_file")
    usual = Counter(widths).most_common(1)[0][0]
    uneven = [row.number for row, width in zip(rows, widths, strict=True) if width != usual]
    sheet = Sheet(
        name="",
        hidden=False,
        rows=tuple(rows),
        width=max(len(row.cells) for row in rows),
        uneven=tuple(uneven[:LISTED]),
        uneven_total=len(uneven),
    )
    return Workbook("csv", (sheet,), encoding=used, separator=separator)


def _decoded(content: bytes, chosen: str | None) -> tuple[str, str]:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if marked == "utf-32":
        raise TableRefused("encoding_unknown", line=1, likely="UTF-32")
    if chosen is not None and chosen.casefold() not in ENCODINGS:
        raise TableRefused("encoding_not_offered", encoding=chosen[:40])
    encoding = marked or (chosen.casefold() if chosen else "utf-8")
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        if marked or chosen:
            raise TableRefused("encoding_wrong", encoding=encoding, line=line) from fault
        raise TableRefused("encoding_unknown", likely=_likely_encoding(content), line=line) from fault


def _likely_encoding(content: bytes) -> str:
    """A name for the message only; nothing is ever read with it unless a person chooses it."""
    sample = content[: 256 * 1024]
    if sample.count(b"\x00") > len(sample) // 10:
        return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    foreign = sample.decode("shift_jis", errors="replace")
    beyond = [character for character in foreign if character > "\x7f"]
    japanese = sum(any(low <= character <= high for low, high in _JAPANESE) for character in beyond)
    if beyond and japanese > len(beyond) * 0.9:
        return "shift_jis"
    has_high_controls = any(0x80 <= byte <= 0x9F for byte in set(sample))  # noqa: PLR2004 - C1, unused in ISO 8859
    return "windows-1252" if has_high_controls else "windows-1252 (or iso-8859-1)"


def _stated_separator(text: str) -> tuple[str, str, int]:
    """The separator of a first line like "sep=;", the rest of the text, and the lines left out."""
    line, _, rest = text.partition("\n")
    stated = line.strip('\r"')
    if len(stated) == 5 and stated.casefold().startswith("sep=") and stated[4] in SEPARATORS:  # noqa: PLR2004 - "sep=" and one more
        return stated[4], rest, 1
    return "", text, 0


def _likely_separator(text: str) -> str:
    """The separator with which most of the first rows have the same number of fields, at least two."""
    sample = text[:_SAMPLE_CHARACTERS]
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths: list[int] = []
        try:
            for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
                if any(record):
                    widths.append(len(record))
                if len(widths) >= _SAMPLE_ROWS:
                    break
        except csv.Error:
            # The sample may end, or break, inside a field; the rows before it still tell.
            pass
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        score = (count / len(widths), width) if width > 1 else (0.0, 0)
        if score > best_score:
            best, best_score = separator, score
    return best


def _records(text: str, separator: str, skipped: int, max_rows: int, limits: Limits) -> tuple[list[Row], list[int]]:
    csv.field_size_limit(limits.cell_characters)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    widths: list[int] = []
    characters = cells = 0
    line = 1 + skipped
    try:
        for record in reader:
            if any(field.strip() for field in record):
                cells += len(record)
                characters += sum(map(len, record))
                _check_cost(len(record), cells, characters, line, limits)
                rows.append(Row(line, _cells(record)))
                widths.append(len(record))
                if len(rows) > max_rows:
                    raise TableRefused("too_many_rows", place="The table", limit=max_rows)
            line = reader.line_num + 1 + skipped
    except csv.Error as fault:
        if "field larger" in str(fault):
            raise TableRefused("cell_too_long", place=f"line {line}", limit=limits.cell_characters) from fault
        raise TableRefused("unbalanced_quotes", line=line) from fault
    return rows, widths


def _check_cost(width: int, cells: int, characters: int, line: int, limits: Limits) -> None:
    if width > limits.columns:
        raise TableRefused("too_many_columns", place=f"Line {line}", limit=limits.columns)
    if cells > limits.kept_cells:
        raise TableRefused("too_many_cells", limit=limits.kept_cells)
    if characters > limits.all_characters:
        raise TableRefused("too_much_text", limit=limits.all_characters // 2**20)


def _cells(record: list[str]) -> tuple[Cell, ...]:
    cells = [_cell(field) for field in record]
    while cells and not cells[-1].text:
        cells.pop()
    return tuple(cells)


def _cell(field: str) -> Cell:
    if not field:
        return EMPTY
    bare = unguard(field)
    return Cell(bare) if bare is field else Cell(bare, note="apostrophe_removed")
