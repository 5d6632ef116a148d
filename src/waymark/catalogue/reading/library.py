"""Reads the informative library: possible objectives, sources of risk, typical risks."""

from django.utils.translation import gettext as _

from waymark.catalogue.edition import Library, Objective, RiskPattern, RiskSource
from waymark.catalogue.reading.draft import expect_counts, ref_of, title_of
from waymark.catalogue.rows import Row

_PATTERN = (
    "id",
    "title",
    "cause",
    "event",
    "consequence",
    "risk_sources",
    "objectives",
    "controls",
    "likelihood",
    "consequence_level",
    "typical_treatment",
)


def read_library(root: Row, refs: set[str]) -> Library:
    """Return the library; `refs` are the requirements of the edition that a risk may point to."""
    root.allow("meta", "objectives", "risk_sources", "risk_library")
    rows = (*root.rows("objectives"), *root.rows("risk_sources"), *root.rows("risk_library"))
    _refuse_duplicates(rows)
    objectives = tuple(_objective(row) for row in root.rows("objectives"))
    sources = tuple(_source(row) for row in root.rows("risk_sources"))
    known = ({row.id for row in objectives}, {row.id for row in sources}, refs)
    patterns = tuple(_pattern(row, *known) for row in root.rows("risk_library"))
    counts = {
        "objective_count": len(objectives),
        "risk_source_count": len(sources),
        "risk_library_count": len(patterns),
    }
    expect_counts(root.row("meta"), counts)
    return Library(objectives, sources, patterns)


def _refuse_duplicates(rows: tuple[Row, ...]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        ref = row.text("id", needed=False).casefold()
        if ref in seen:
            message = _("“%(ref)s” is used twice; first on line %(line)d.")
            row.faults.note("duplicate-id", message % {"ref": row.text("id"), "line": seen[ref]}, row)
        seen.setdefault(ref, row.line)


def _objective(row: Row) -> Objective:
    row.allow("id", "title", "description", "sample_measure")
    return Objective(ref_of(row), title_of(row), row.text("description"), row.text("sample_measure", needed=False))


def _source(row: Row) -> RiskSource:
    row.allow("id", "title", "description", "examples")
    return RiskSource(ref_of(row), title_of(row), row.text("description"), row.texts("examples"))


def _pattern(row: Row, objectives: set[str], sources: set[str], refs: set[str]) -> RiskPattern:
    row.allow(*_PATTERN)
    consequence = row.row("consequence")
    consequence.allow("organisation", "individuals", "society")
    return RiskPattern(
        id=ref_of(row),
        title=title_of(row),
        cause=row.text("cause"),
        event=row.text("event"),
        for_organisation=consequence.text("organisation", needed=False),
        for_individuals=consequence.text("individuals", needed=False),
        for_society=consequence.text("society", needed=False),
        risk_sources=row.choices("risk_sources", sources),
        objectives=row.choices("objectives", objectives),
        controls=row.choices("controls", refs),
        likelihood=row.number("likelihood", least=1, most=5),
        consequence=row.number("consequence_level", least=1, most=5),
        treatment=row.text("typical_treatment"),
    )
