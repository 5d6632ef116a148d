"""Records of every kind are found by reference and by words, in one question, as far as a reader may read them."""

from dataclasses import replace

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests import factories
from tests.evidence import made
from tests.examples import EXAMPLES
from tests.records.test_references import ARABIC, FORTY
from waymark.context.models.supplier import Supplier
from waymark.context.record_kinds import SUPPLIER
from waymark.evidence.kinds import Confidentiality
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.records import kinds
from waymark.records.searching import MOST_WORDS, search
from waymark.tasks.work import TaskDraft, create_all

pytestmark = pytest.mark.django_db
ODD = ["\0", "%", "_", "'", '"', "\\", "* OR 1", ") --", "\u202e12", "\ud800".encode("utf-8", "replace").decode()]


def add(by: Member, *names: str, supplies: str = "Servers") -> None:
    for name in names:
        Supplier.add(by.organisation, owner=None, by=by, name=name, supplies=supplies)


def found(reader: Member, text: str, *, most: int = 5, in_texts: bool = False) -> list[str]:
    return [str(line) for one in search(reader, text, most=most, in_texts=in_texts) for line in one.lines]


@pytest.mark.parametrize("text", ["SUP-2", "sup-2", "s-2", "SUP 2", "sup2"])
def test_finds_first_what_is_named_by_its_reference(text: str, administrator: Member) -> None:
    add(administrator, f"Not {text}", "Second", f"{text} comes after")
    hits = search(administrator, text, most=5)
    assert hits[0].is_exact
    assert hits[0].lines[0].reference == "SUP-2"


@pytest.mark.parametrize(("text", "first"), [("6.1.2", "6.1.2"), ("a.2.2", "A.2.2"), ("6.1.2-1", "6.1.2-1")])
def test_finds_requirements_and_points_by_their_numbers(text: str, first: str, reader: Member) -> None:
    hits = search(reader, text, most=5)
    exact = [one.lines[0].reference for one in hits if one.is_exact]
    assert exact == [first]


def test_finds_a_bare_number_in_every_kind_but_takes_none_for_meant(administrator: Member) -> None:
    add(administrator, "Host of 2 clouds", "Other")
    create_all(administrator.organisation, [TaskDraft(title="One"), TaskDraft(title="Two")], by=administrator)
    hits = {one.kind.word: one for one in search(administrator, "2", most=5)}
    assert [line.reference for line in hits["supplier"].lines] == ["SUP-2", "SUP-1"]
    assert [line.reference for line in hits["task"].lines] == ["TASK-2"]
    assert not any(one.is_exact for one in hits.values())


@pytest.mark.parametrize("text", ["cloud host", "HOST cloud", "host  clo"])
def test_finds_words_in_any_order(text: str, administrator: Member) -> None:
    add(administrator, "Cloud of the host", "Cloud", "Host")
    assert found(administrator, text) == ["SUP-1 Cloud of the host"]


@pytest.mark.parametrize("text", ["überprüfung", "ÜBERPRÜFUNG", "Überprüfung", "прив", "ПРИВ"])
def test_finds_words_whatever_the_case_of_their_letters(text: str, administrator: Member) -> None:
    add(administrator, "Überprüfung Привет", "Another")
    assert found(administrator, text) == ["SUP-1 Überprüfung Привет"]


def test_finds_words_in_texts_only_where_asked(administrator: Member) -> None:
    add(administrator, "Cloud host", supplies="Backups")
    assert found(administrator, "backups") == []
    assert found(administrator, "backups", in_texts=True) == ["SUP-1 Cloud host"]


def test_puts_what_begins_so_first_and_then_the_newest(administrator: Member) -> None:
    add(administrator, "A host", "Host one", "Host two", "The host")
    assert found(administrator, "host") == ["SUP-3 Host two", "SUP-2 Host one", "SUP-4 The host", "SUP-1 A host"]


def test_offers_some_of_each_kind_and_says_that_there_are_more(administrator: Member) -> None:
    add(administrator, *(f"Host {n}" for n in range(6)))
    (hits,) = search(administrator, "host", most=5)
    assert len(hits.lines) == 5
    assert hits.are_more
    (hits,) = search(administrator, "host", most=6)
    assert not hits.are_more


@pytest.mark.parametrize("text", ODD)
def test_takes_every_sign_literally(text: str, administrator: Member) -> None:
    add(administrator, "Plain")
    assert "SUP-1 Plain" not in found(administrator, text, in_texts=True)


def test_finds_a_sign_where_it_stands(administrator: Member) -> None:
    add(administrator, "Paid at 100%", "Paid at 100")
    assert found(administrator, "100%") == ["SUP-1 Paid at 100%"]


@pytest.mark.parametrize("text", [f"SUP-{ARABIC}", ARABIC, f"SUP-{FORTY}", FORTY, "SUP-0", "SUP-", "-1"])
def test_takes_nothing_for_a_reference_that_is_none(text: str, administrator: Member) -> None:
    add(administrator, "Plain")
    assert not any(one.is_exact for one in search(administrator, text, most=5))
    assert "SUP-1 Plain" not in found(administrator, text)


def test_counts_the_first_words_of_many(administrator: Member) -> None:
    add(administrator, " ".join("abcdefgh"))
    assert len(found(administrator, " ".join("abcdefgh") + " zzz" * 50)) == 1
    assert found(administrator, " ".join("abcdefg") + " zzz") == []
    assert len("abcdefgh") == MOST_WORDS


@pytest.mark.parametrize("text", ["secret", "EV-1", "e-1", "1"])
def test_finds_nothing_that_is_hidden(text: str, administrator: Member, owner: Member) -> None:
    made.evidence(administrator, "A secret plan", confidentiality=Confidentiality.CONFIDENTIAL)
    assert "EV-1 A secret plan" not in found(owner, text, in_texts=True)
    assert "EV-1 A secret plan" in found(administrator, text, in_texts=True)


def test_finds_nothing_of_another_organisation(administrator: Member, outsider: Member) -> None:
    add(administrator, "Cloud host")
    for text in ("cloud", "SUP-1", "Ada"):
        kinds_found = {one.kind.word for one in search(outsider, text, most=5, in_texts=True)}
        assert kinds_found <= {"requirement", "point"}


def test_finds_people_by_name(administrator: Member, owner: Member) -> None:
    assert found(administrator, "omar") == [owner.name]


def test_finds_nothing_for_nothing(administrator: Member) -> None:
    assert search(administrator, "", most=5) == []


def test_asks_no_more_of_thirty_kinds_than_of_one(
    administrator: Member,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    add(administrator, "Cloud host")
    assert found(administrator, "host") == ["SUP-1 Cloud host"]
    many = {f"kind-{n}": replace(SUPPLIER, kind=f"kind-{n}", word=f"kind-{n}") for n in range(30)}
    monkeypatch.setattr(kinds, "_kinds", {one.kind: one for one in kinds.kinds()} | many)
    # One for all that have a table; one each for requirements, points and people.
    with django_assert_num_queries(4):
        assert len(found(administrator, "host")) == 31


def test_reads_of_several_organisations_what_is_read_of_each(administrator: Member, reader: Member) -> None:
    example_of = {one.model: one for one in EXAMPLES}
    for example in example_of.values():
        example.in_each_state(administrator, administrator)
    made.evidence(administrator, "A secret plan", confidentiality=Confidentiality.CONFIDENTIAL)
    other = factories.organisation("Elsewhere", administrator=factories.user("Else Where"))
    made.evidence(Member.objects.of(other).get(), "Theirs", confidentiality=Confidentiality.CONFIDENTIAL)
    for kind in kinds.kinds():
        if kind.table is None:
            continue
        rows, several = kind.table.rows, kind.table.rows_of_all
        for one in (administrator, reader):
            assert set(several([one])) == set(rows(one)), kind.kind
        stranger = factories.member(other, Role.READER)
        assert set(several([reader, stranger])) == set(rows(reader)) | set(rows(stranger)), kind.kind
        assert not several([]).exists()
