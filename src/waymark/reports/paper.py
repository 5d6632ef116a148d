"""The neutral forms a report or an export is given in: a paper to read, a workbook to work in.

An export function returns one of them and knows no file format; the writers know every file format and
no domain. Texts are plain text, never markup: a writer carries each character as it stands.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

Cell = str | int | float | dt.date | None


class Kind(StrEnum):
    """What a column holds; it decides alignment, number format and how a cell is drawn."""

    TEXT = "text"
    REFERENCE = "reference"
    DATE = "date"
    NUMBER = "number"
    STATUS = "status"
    URL = "url"


class Mark(StrEnum):
    """The shape in front of a status word, so that colour alone never carries it."""

    FULL = "full"
    HALF = "half"
    RING = "ring"
    DASHED = "dashed"
    BAR = "bar"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `key` is stable and names the column in JSON; `label` is its heading in the reader's language. `width`
    is in characters of body text and relative on paper. `choices` are the only values a person should
    fill in (a list in spreadsheets). `marks` gives the shape for each status word as shown in the cells.
    A hidden column is left out on paper, hidden in spreadsheets and present in CSV and JSON. `editable`
    columns are the ones a person fills in before the file comes back.
    """

    key: str
    label: str
    width: float = 16
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] | None = None
    marks: tuple[tuple[str, Mark], ...] = ()
    hidden: bool = False
    editable: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 opens a main section, 2 and 3 stand below it. The paper's title is not a heading.

    `on_new_page` begins a new page of paper with it.
    """

    text: str
    level: int = 1
    on_new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line feeds are kept. Quiet paragraphs are smaller remarks."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of key figures, each a label and a value; at most six read well."""

    items: tuple[tuple[str, str | int | float], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as well-formed SVG made by Waymark itself, with the sentence that says what it shows.

    `width` is the share of the text width it takes, above 0 and up to 1.
    """

    svg: str
    alt: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Bullets:
    """An unordered list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; every row has one cell for each column.

    `key` is the column key that identifies a row, when there is one; `empty` is the sentence shown in place
    of an empty table. Raises ValueError when a row's length or the key does not fit the columns.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: str = ""
    empty: str = ""

    def __post_init__(self) -> None:
        """Check the shape once, so that no writer has to."""
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys) or (self.key and self.key not in keys):
            raise ValueError(f"columns of {self.caption!r} need unique keys that include {self.key!r}")
        if any(len(row) != len(keys) for row in self.rows):
            raise ValueError(f"each row of {self.caption!r} needs {len(keys)} cells")

    def shown(self) -> tuple[int, ...]:
        """Return the positions of the columns that stand on paper."""
        return tuple(at for at, column in enumerate(self.columns) if not column.hidden)


Block = Heading | Paragraph | Figures | Chart | Bullets | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What every document says about itself.

    `as_of` is the day its content stands for and the only date written into the file, so the same content
    gives the same bytes. `language` is a tag such as `en-GB`; it also gives the form of dates. `sample`
    says that the data is demo data, which is then said on every page. `notice` is a sentence a reader must
    not miss, such as why a round was closed early. `reference` is the document's own identifier. `running` is what
    stands on each page beside the organisation; without it, the title does.
    """

    title: str
    organisation: str
    as_of: dt.date
    subtitle: str = ""
    reference: str = ""
    notice: str = ""
    language: str = "en-GB"
    sample: bool = False
    running: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo on the first page: a picture as SVG, and its size in points."""

    svg: str
    width: float
    height: float
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Imprint):
    """A document to read, from top to bottom."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    logo: Logo | None = None

    def tables(self) -> Iterator[Table]:
        """Yield the tables in order."""
        return (block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: a table whose heading is row 1, and notes on how to use it.

    `name` is shown on the tab; writers shorten and clean it to what the format allows. The notes are
    written on the workbook's last sheet, so that row 1 stays the heading for filters and for import.
    """

    name: str
    table: Table
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook(Imprint):
    """A document to work in: the first sheet is the main one and the only one a CSV file can hold.

    `facts` are label and value pairs for the last sheet, beside the imprint.
    """

    sheets: tuple[Sheet, ...]
    facts: tuple[tuple[str, str | int | float], ...] = ()


def as_workbook(document: Paper | Workbook) -> Workbook:
    """Return the workbook of a paper: each table a sheet named by its caption, each figure a fact."""
    if isinstance(document, Workbook):
        return document
    return Workbook(
        title=document.title,
        organisation=document.organisation,
        as_of=document.as_of,
        subtitle=document.subtitle,
        reference=document.reference,
        notice=document.notice,
        language=document.language,
        sample=document.sample,
        sheets=tuple(Sheet(name=table.caption, table=table) for table in document.tables()),
        facts=tuple(item for block in document.blocks if isinstance(block, Figures) for item in block.items),
    )


def as_paper(document: Paper | Workbook) -> Paper:
    """Return the paper of a workbook: its facts as figures, then each sheet's notes and table, landscape."""
    if isinstance(document, Paper):
        return document
    blocks: list[Block] = [Figures(document.facts)] if document.facts else []
    for sheet in document.sheets:
        blocks += [Heading(sheet.name), *(Paragraph(note, quiet=True) for note in sheet.notes), sheet.table]
    return Paper(
        title=document.title,
        organisation=document.organisation,
        as_of=document.as_of,
        subtitle=document.subtitle,
        reference=document.reference,
        notice=document.notice,
        language=document.language,
        sample=document.sample,
        blocks=tuple(blocks),
        landscape=True,
    )
