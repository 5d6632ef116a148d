"""The search finds what a person may see of their organisation, and lets nothing of the rest through."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db.models import QuerySet

from tests import factories
from tests.evidence import made
from waymark.evidence import indexing
from waymark.evidence.kinds import Confidentiality
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import FileText, TextState
from waymark.evidence.search import index
from waymark.evidence.search.dialect import Document
from waymark.evidence.search.index import Hit, find
from waymark.people.models.member import Member
from waymark.people.rights import Role

pytestmark = pytest.mark.django_db


def _put(owner: Member, title: str, *, notes: str = "", text: str = "", **fields: Any) -> Evidence:
    evidence = made.named(owner, title, **fields)
    index.put(Document(evidence.pk, evidence.version, title, notes, text))
    return evidence


def _all(member: Member) -> "QuerySet[Evidence, Any]":
    return Evidence.objects.of(member.organisation).visible_to(member)


def _found(member: Member, query: str, **more: Any) -> list[int]:
    return [hit.evidence_id for hit in find(member.organisation_id, query, allowed=_all(member), **more)]


def _marks(hits: Iterable[Hit]) -> list[str]:
    return [segment.text for hit in hits for segment in hit.snippet if segment.is_hit]


@pytest.mark.parametrize(
    "query",
    [
        "impact assessment",
        "assessments",
        "assess",
        "IMPACT",
        "Alpha",
        "prüfung",
        "prufung",
        "Prüfungen?",
        "6.1.4",
        "6.1",
        "EV-7",
        "reg",
        "beta.example",
    ],
)
def test_finds_what_is_there(owner: Member, query: str) -> None:
    about = "Impact assessment of Alpha (Prüfung), see 6.1.4 and the register at https://beta.example/EV-7"
    there = _put(owner, "Assessment", notes="Prüfungen", text=about)
    _put(owner, "Something else", text="weather report")
    assert _found(owner, query) == [there.pk]


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "*", "-", "NEAR", "AND", "a OR", "nothing", "weather AND impact", "6.1.5", "ssessment"]
)
def test_finds_nothing_where_nothing_is(owner: Member, query: str) -> None:
    _put(owner, "Impact assessment", text="clause 6.1.4")
    assert _found(owner, query) == []


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "a'b",
        'a"b',
        "a\\",
        "%",
        "_",
        "title:impact",
        "{title}: impact",
        "impact NOT x",
        "impact*",
        "^impact",
        "(impact",
        "impact & !x",
        "impact <-> x",
        "impact:*",
        "$$",
        "\x00",
        "impact\x02\x03",
        "ﬀ",
        "İ",
        "😀",
        "x" * 5_000,
        "impact " * 2_000,
        "\ud800",
    ],
)
def test_takes_signs_for_nothing(owner: Member, query: str) -> None:
    there = _put(owner, "Impact assessment", text="a b")
    assert set(_found(owner, query)) <= {there.pk}


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Maße der Straße", "strasse"),
        ("Masse der Strasse", "straße"),
        ("Straßenmasse", "strassenmaße"),
        ("STRASSE", "Straß"),
        ("Große Prüfung", "grosse prufung"),
        ("Déjà vu", "deja"),
        ("Deja vu", "déjà"),
        ("Straße 6.1.4", "strasse 6.1"),
    ],
)
def test_finds_words_in_either_spelling(owner: Member, written: str, asked: str) -> None:
    evidence = _put(owner, written)
    assert _found(owner, asked) == [evidence.pk]
    by_notes = _put(owner, "Other", text=f"Something about {written}")
    assert set(_found(owner, asked)) == {evidence.pk, by_notes.pk}


def test_wants_every_word(owner: Member) -> None:
    both = _put(owner, "Risk register", text="approved by the board")
    _put(owner, "Risk appetite")
    assert _found(owner, "risk board") == [both.pk]
    assert _found(owner, "board risk reg") == [both.pk]


def test_ranks_a_title_before_a_text(owner: Member) -> None:
    in_text = _put(owner, "Something else", text="The monitoring report of May. " + "Other words follow here. " * 30)
    in_title = _put(owner, "Monitoring report", text="May")
    assert _found(owner, "monitoring report") == [in_title.pk, in_text.pk]
    assert _found(owner, "monitoring", limit=1) == [in_title.pk]
    assert _found(owner, "monitoring", limit=0) == []


def test_puts_the_newest_of_a_place_first(owner: Member) -> None:
    in_text = [_put(owner, "Something else", text="the bias test, and again the bias test").pk for _time in range(2)]
    in_title = [_put(owner, f"Bias test {number}").pk for number in range(2)]
    in_both = _put(owner, "Bias", text="test").pk
    assert _found(owner, "bias test") == [*reversed(in_title), in_both, *reversed(in_text)]
    assert _found(owner, "bias test", limit=3) == [*reversed(in_title), in_both]


def test_orders_by_nothing_that_others_hold(owner: Member, outsider: Member) -> None:
    older = _put(owner, "Older", text="rare words and common words").pk
    newer = _put(owner, "Newer", text="common words and rare words").pk
    before = _found(owner, "common words")
    for number in range(5):
        _put(outsider, f"Common words {number}", text="common words " * 50)
    assert _found(owner, "common words") == before == [newer, older]


def test_shows_where_the_words_stand(owner: Member) -> None:
    text = "Some words before. " * 40 + "The <b>training data</b> were reviewed. " + "Some words after. " * 40
    _put(owner, "Review", text=text)
    (hit,) = find(owner.organisation_id, "training data", allowed=_all(owner))
    assert _marks([hit]) == ["training", "data"]
    shown = "".join(segment.text for segment in hit.snippet)
    assert "were reviewed" in shown
    assert len(shown) < 400


def test_marks_what_was_written_with_accents(owner: Member) -> None:
    _put(owner, "Review", text="Die Prüfung ist abgeschlossen.")
    assert _marks(find(owner.organisation_id, "Prüfung", allowed=_all(owner))) == ["Prüfung"]


def test_lets_no_text_mark_itself(owner: Member) -> None:
    _put(owner, "Review", text="\x02also\x03 forged")
    hits = find(owner.organisation_id, "forged", allowed=_all(owner))
    assert set(_marks(hits)) == {"forged"}


def test_finds_nothing_of_another_organisation(owner: Member, outsider: Member) -> None:
    theirs = _put(outsider, "Secret merger", text="a plan nobody knows")
    ours = _put(owner, "Open merger")
    assert _found(owner, "merger") == [ours.pk]
    assert _found(owner, "plan") == []
    # Not even when the caller forgot whose evidence it is.
    everything = Evidence.objects.all()
    assert [hit.evidence_id for hit in find(owner.organisation_id, "merger", allowed=everything)] == [ours.pk]
    assert find(owner.organisation_id, "merger", allowed=Evidence.objects.of(outsider.organisation)) == ()
    assert [hit.evidence_id for hit in find(outsider.organisation_id, "plan", allowed=_all(outsider))] == [theirs.pk]


def test_finds_nothing_that_is_hidden_from_the_person(owner: Member, reader: Member) -> None:
    manager = factories.member(owner.organisation, Role.AIMS_MANAGER, name="Max Manager")
    hidden = _put(owner, "Merger", text="plan", confidentiality=Confidentiality.CONFIDENTIAL)
    shown = _put(owner, "Merger, public part")
    assert set(_found(owner, "merger")) == {hidden.pk, shown.pk}
    assert set(_found(manager, "merger")) == {hidden.pk, shown.pk}
    assert _found(reader, "merger") == [shown.pk]
    # A hidden item takes no place on a page either.
    assert _found(reader, "merger", limit=1) == [shown.pk]
    assert find(reader.organisation_id, "plan", allowed=Evidence.objects.none()) == ()


def test_forgets_what_was_there_before(owner: Member) -> None:
    evidence = _put(owner, "Old title", text="old text")
    index.put(Document(evidence.pk, evidence.version, "New title", "", "new words"))
    assert _found(owner, "old") == []
    assert _found(owner, "new words") == [evidence.pk]
    index.drop(evidence.pk)
    assert _found(owner, "new") == []


def test_takes_a_text_of_any_size_and_kind(owner: Member) -> None:
    noise = " ".join(f"w{number:x}é" for number in range(80_000))
    evidence = _put(owner, "Noise", notes="n" * 4_000, text=noise + "\x00\ud800" + "x" * 300_000)
    assert _found(owner, "w1f") == [evidence.pk]


def test_knows_what_is_out_of_date(owner: Member) -> None:
    first, second = made.evidence(owner, "First"), made.evidence(owner, "Second")
    assert set(index.outdated(10)) >= {first.pk, second.pk}
    assert indexing.index_outdated() >= 2
    assert index.outdated(10) == []
    second.edit(
        by=owner, title="Third", about="", kind=second.kind, confidentiality=second.confidentiality, fresh_months=6
    )
    assert index.outdated(10) == [second.pk]
    assert _found(owner, "second") == [second.pk]
    indexing.index_outdated()
    assert _found(owner, "second") == []
    assert _found(owner, "third") == [second.pk]


def test_indexes_notes_names_and_the_text_of_files(owner: Member) -> None:
    what = made.collected(files=(made.given_file(name="Protocol May.pdf"),))
    evidence = made.evidence(owner, "Review", what=what, about="Quarterly")
    made.capture(evidence, owner, note="Said by the deputy", role="Deputy")
    made.capture(evidence, owner, link="https://wiki.example/page")
    text = FileText.objects.get(file__uses__capture__evidence=evidence)
    FileText.objects.filter(pk=text.pk).update(state=TextState.READ, text="bias measured")
    indexing.index_evidence(evidence.pk)
    for query in ("quarterly", "protocol may", "deputy", "wiki.example", "bias", evidence.reference):
        assert _found(owner, query) == [evidence.pk], query
    assert indexing.evidence_with(text.file_id) == [evidence.pk]


def test_indexes_everything_anew(owner: Member) -> None:
    made.evidence(owner, "First")
    made.evidence(owner, "Second")
    assert list(indexing.reindex())[-1] >= 2
    assert index.outdated(10) == []
    indexing.index_evidence(10**9)
    assert index.trouble() == ""
