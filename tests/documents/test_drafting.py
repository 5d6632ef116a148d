"""Drafts from records: everything that is recorded is written in, nothing else is, and what is missing stays a mark."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.documents.recorded import completed_change, manager_of_nothing, record_everything, system_in_scope
from tests.examples_external import effective
from tests.examples_scope import put_in_force, scope_version
from tests.ground import Once, once_per_module
from waymark.competence.models.raci import RaciActivity
from waymark.competence.raci_columns import arrange_columns
from waymark.context.models.site import Site
from waymark.documents.drafting import Draft, draft, draw
from waymark.documents.filled import FilledRow, as_stored, from_stored
from waymark.documents.marks import marks_left, quoted
from waymark.documents.package_data import Outline, document_data
from waymark.documents.sources import registry
from waymark.documents.sources.asking import Asking, Drawn, drawn
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db
OUTLINES = list(document_data().outlines.values())
ALWAYS = {"organisation.name", "today", "retention_rules[]"}
"""What is there before anything is recorded."""
of_each = pytest.mark.parametrize("outline", OUTLINES, ids=lambda one: one.id)


def _recorded() -> Member:
    by = manager_of_nothing()
    record_everything(by, 3)
    return by


recorded_once = once_per_module(_recorded)


@pytest.fixture
def recorded(recorded_once: Once[Member], db: None) -> Member:
    return recorded_once.copy()


def about(by: Member, outline: Outline) -> Any:
    """Return the record that an outline is for, where there is one."""
    if outline.one_per == "one AI system":
        return system_in_scope(by)
    if outline.one_per == "one change or improvement":
        return completed_change(by)
    return None


def drafted(by: Member, key: str) -> Draft:
    outline = document_data().outlines[key]
    return draft(outline, Asking.today(by, about(by, outline)))


@of_each
def test_fills_every_mark_or_leaves_it(recorded: Member, outline: Outline) -> None:
    found = drafted(recorded, outline.id)
    filled, left = [one.mark for one in found.filled], [one.name for one in found.left]
    assert sorted(filled + left) == sorted(mark.name for mark in outline.marks)
    assert left == [mark.name for mark in outline.marks if mark.name not in filled]
    labels = {mark.name: mark.label for mark in outline.marks}
    sections = {mark.name: section.heading for section in outline.sections for mark in section.marks}
    for one in found.left:
        assert one.label.startswith(labels[one.name])
        assert one.section == sections[one.name]
    for section in outline.sections:
        is_open = any(mark.name in left for mark in section.marks)
        assert (quoted(section.guidance) in found.text) == is_open


@of_each
def test_writes_nothing_where_nothing_is_recorded(outline: Outline, db: None) -> None:
    found = drafted_of_nothing(outline)
    assert {one.source for one in found.filled} <= ALWAYS
    for mark in outline.marks:
        if not mark.is_for_person and mark.source not in ALWAYS:
            register = document_data().sources[mark.source].register
            assert register is not None
            left = next(one for one in found.left if one.name == mark.name)
            assert f"nothing recorded in {register.replace('_', ' ')}" in f"{left.label} {left.note}"


def drafted_of_nothing(outline: Outline) -> Draft:
    return draft(outline, Asking.today(manager_of_nothing()))


@pytest.mark.parametrize("key", sorted(registry.SOURCES))
def test_answers_with_the_columns_of_the_source(recorded: Member, key: str) -> None:
    source = document_data().sources[key]
    prefix = key.split(".", maxsplit=1)[0]
    kinds = {"system": "D-29", "change": "D-28"}
    one = about(recorded, document_data().outlines[kinds[prefix]]) if prefix in kinds else None
    rows = draw(key, Asking.today(recorded, one)).rows
    assert rows
    for row in rows:
        assert set(row.cells) == set(source.columns or ["value"])
        assert all(isinstance(words, str) for words in row.cells.values())
        assert row.name
    assert len({row.record for row in rows}) == len(rows)


def test_asks_no_more_often_the_more_is_recorded(recorded: Member) -> None:
    few = {one.id: queries_of(recorded, one.id) for one in OUTLINES}
    record_everything(recorded, 4, first=10)
    many = {one.id: queries_of(recorded, one.id) for one in OUTLINES}
    assert few == many
    assert {key: count for key, count in many.items() if count > 25} == {}


def queries_of(by: Member, key: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        drafted(by, key)
    return len(caught)


def test_drafts_the_scope_statement_word_by_word(db: None) -> None:
    by = manager_of_nothing()
    Site.add(by.organisation, owner=by, by=by, name="Head | office", address="Main St 1\nTown", functions="*All* {{x}}")
    text = drafted(by, "D-01").text
    assert text.startswith(
        "## Purpose\n\n> Say in two or three sentences what this statement decides and who works with it: staff,"
        " customers, the certification body.\n\n{{purpose}} *Why this statement exists and who uses it*\n\n"
    )
    assert "**Organisation**\n\nAlpha\n\n" in text
    assert (
        "**Sites**\n\n| Name | Address | Functions | Remote |\n| --- | --- | --- | --- |\n"
        "| Head \\| office | Main St 1 Town | \\*All\\* \\{\\{x\\}\\} | No |\n\n"
    ) in text
    assert "**People in scope**\n\n{{people}} *nothing recorded in headcount*\n\n" in text
    assert "{{scope_sentence}} *Sentence for the certificate: nothing recorded in scope*\n" in text
    assert "x" not in [one.name for one in marks_left(text)]


def test_writes_who_does_what_as_the_table_of_responsibilities_has_it(db: None) -> None:
    by = manager_of_nothing()
    letters = {"aims_manager": "a", "process_owner": "r", "top_management": "c", "internal_auditor": "i"}
    RaciActivity.add(by.organisation, by=by, title="Deploy", clauses="5.2", **letters)
    effective(by, 1)
    assert "| Deploy | Process owner | AIMS manager | Top management | Internal auditor |" in drafted(by, "D-05").text
    assert "| Deploy | AIMS manager |  |  |  | AI policy 1 |" in drafted(by, "D-02").text


def test_writes_the_parts_of_the_roles_that_are_columns_and_of_no_other(db: None) -> None:
    by = manager_of_nothing()
    arrange_columns(by.organisation, ["aims_manager", "process_owner", "data_steward"], by=by)
    letters = {"aims_manager": "a", "process_owner": "r", "data_steward": "i"}
    RaciActivity.add(by.organisation, by=by, title="Deploy", **letters)
    assert "| Deploy | Process owner | AIMS manager |  | Data steward |" in drafted(by, "D-05").text


def test_writes_the_scope_in_force_and_no_draft_of_it(db: None) -> None:
    by = manager_of_nothing()
    scope_version(by, 1)
    assert "{{scope_sentence}} *Sentence for the certificate: nothing recorded in scope*" in drafted(by, "D-01").text
    put_in_force(by)
    text = drafted(by, "D-01").text
    assert "## Scope sentence for the certificate\n\nSupport with AI.\n" in text
    assert "| Activity 1 | AI provider | Site 1 |" in text
    assert "| Group IT | Servers | Contract |" in text
    assert "| Branch 0 | It uses no AI. |" in text


def test_keeps_register_day_and_versions_of_each_filled_mark(recorded: Member) -> None:
    sites = next(one for one in drafted(recorded, "D-01").filled if one.mark == "sites")
    first = Site.objects.of(recorded.organisation).order_by("number")[0]
    assert (sites.source, sites.register, sites.columns[0]) == ("sites[]", "sites", "name")
    assert sites.day == Asking.today(recorded).day
    assert (sites.rows[0].record, sites.rows[0].version) == (first.reference, first.version)


@of_each
def test_stores_what_filled_a_text_and_reads_it_back(recorded: Member, outline: Outline) -> None:
    filled = drafted(recorded, outline.id).filled
    assert from_stored(json.loads(json.dumps(as_stored(filled)))) == filled


def test_counts_what_is_confidential_and_leaves_it_out(recorded: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = drawn([FilledRow("INC-1", "Outage", 1, {"reference": "INC-1"})], left_out=2)
    monkeypatch.setitem(registry.SOURCES, "incidents[]", lambda _asking: shown)
    monkeypatch.setitem(registry.SOURCES, "concerns.summary[]", lambda _asking: Drawn(left_out=1))
    found = drafted(recorded, "D-21")
    assert "| INC-1 |  |  |  |  |\n\n2 confidential records are left out." in found.text
    assert "{{concerns}} *nothing recorded in concerns*\n\n1 confidential record is left out." in found.text
    assert next(one for one in found.filled if one.mark == "incidents").left_out == 2


def test_takes_no_source_that_the_data_does_not_name() -> None:
    with pytest.raises(ValueError, match="moon"):
        registry.register_sources({"moon.phase": lambda _asking: Drawn()})


def test_says_nothing_about_a_system_it_was_not_asked_about(recorded: Member) -> None:
    found = draft(document_data().outlines["D-29"], Asking.today(recorded))
    assert found.filled == ()
