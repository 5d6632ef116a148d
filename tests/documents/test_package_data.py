"""The master list, the outlines and their sources: sound, complete, and with ids that never change meaning."""

from collections.abc import Collection
from pathlib import Path

import pytest

from waymark.catalogue.reading.folder import read_edition, shipped_folders
from waymark.context.package_data import UnsoundData
from waymark.documents.package_data import FILE, MUST, document_data, read_document_data

LOCKED = Path(__file__).parent / "document-ids.txt"


def every_id() -> set[str]:
    found = document_data()
    rows: dict[str, Collection[str]] = {
        "items": found.items,
        "outlines": found.outlines,
        "sources": found.sources,
        "registers": found.registers,
        "drift": found.drift_checks,
        "drift-kinds": found.drift_kinds,
        "retention": found.retention_rules,
    }
    marks = {f"marks/{one.id}/{mark.name}={mark.source}" for one in found.outlines.values() for mark in one.marks}
    titles = {f"items/{one.id}={'-'.join(one.title.split())}" for one in found.items.values()}
    return marks | titles | {f"{name}/{key}" for name, some in rows.items() for key in some}


def test_keeps_every_id_with_its_meaning() -> None:
    locked = set(LOCKED.read_text(encoding="utf-8").split())
    assert locked - every_id() == set(), "An id stands in documents and never changes meaning: add another beside it."
    assert every_id() - locked == set(), "A new id is written into the list, so that it cannot vanish later."


def test_serves_only_clauses_and_controls_there_are() -> None:
    edition = next(found for folder in shipped_folders() if (found := read_edition(folder)).id == "iso-42001-2023")
    known = {node.ref for node in edition.nodes if node.is_auditable}
    named = {number for item in document_data().items.values() for number in (*item.clauses, *item.controls)}
    assert named <= known


def test_has_the_thirty_outlines_and_the_mandatory_items() -> None:
    found = document_data()
    assert list(found.outlines) == [f"D-{number:02}" for number in range(1, 31)]
    assert [one.id for one in found.items.values() if one.mandatory == MUST] == [f"M-{n:02}" for n in range(1, 24)]
    assert found.items["M-04"].review_months is None
    assert found.items["M-04"].approver_role is None
    longer = found.retention_rules["technical_file"].longer
    assert longer is not None
    assert longer.months == 120


def test_draws_a_table_with_some_columns_of_its_source() -> None:
    found = document_data()
    for outline in found.outlines.values():
        for mark in outline.marks:
            assert set(mark.columns) <= set(found.sources[mark.source].columns)
            assert bool(mark.columns) == found.sources[mark.source].is_list


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: M-02,", "id: M-01,", "duplicate-id"),
        ("item_count: 71", "item_count: 70", "count"),
        ("person_mark_count: 136", "person_mark_count: 135", "count"),
        ("templates: [D-02], review_months", "templates: [D-31], review_months", "choice"),
        ("templates: [D-02], review_months", "templates: [D-03], review_months", "one-way"),
        ("retention: aims_document, owner_role: aims", "retention: ten_years, owner_role: aims", "choice"),
        ("owner_role: aims_manager", "owner_role: emperor", "choice"),
        ("drift: [role_holders, process_list,", "drift: [role_holders, moon_phase,", "choice"),
        ("{mark: units, from: person", "{mark: units, from: oracle", "choice"),
        ("columns: [name, address, functions, remote], label", "columns: [name, colour], label", "choice"),
        ('from: "sites[]", columns: [name, address, functions, remote],', 'from: "sites[]",', "columns"),
        ("{mark: units, from: person", "{mark: legal_name, from: person", "duplicate-id"),
        (
            "mandatory: if_control_included, documentation: explicit,",
            "mandatory: customary, documentation: explicit,",
            "documentation",
        ),
        ("id: headcount, package: context", "id: headcounts, package: context", "choice"),
        ("how: same_set, register: systems", "how: by_heart, register: systems", "choice"),
        ("drift_kinds:", "drfit_kinds:", "unknown-field"),
        ('heading: "Purpose"', 'heading: ""', "missing-field"),
    ],
)
def test_refuses_an_unsound_file(old: str, new: str, code: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(UnsoundData) as refused:
        read_document_data(text.replace(old, new, 1).encode())
    assert code in {one.code for one in refused.value.faults}
    assert FILE.name in str(refused.value)
