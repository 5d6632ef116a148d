"""Sheets of several standards and numberings: the number and the title of a row together say what it is about."""

from typing import Any

import pytest

from tests.exchange.sheets import by_requirement, codes, preview_of, sheet, whole_standard
from waymark.exchange.preview import Preview
from waymark.exchange.sentences import summary
from waymark.exchange.tables.workbook import Sheet

# Titles of the controls of ISO/IEC 27001:2022 whose numbers are also numbers of this standard.
_SECURITY = (
    ("5.1", "Policies for information security", "Implemented"),
    ("5.2", "Information security roles and responsibilities", "Implemented"),
    ("5.3", "Segregation of duties", "Partial"),
    ("6.2", "Terms and conditions of employment", "Implemented"),
    ("6.3", "Information security awareness, education and training", "Implemented"),
    ("7.1", "Physical security perimeters", "Implemented"),
    ("7.2", "Physical entry", "Implemented"),
    ("7.3", "Securing offices, rooms and facilities", "Not implemented"),
    ("7.4", "Physical security monitoring", "Implemented"),
    ("8.1", "User end point devices", "Implemented"),
    ("8.2", "Privileged access rights", "Implemented"),
    ("8.3", "Information access restriction", "Implemented"),
    ("8.4", "Access to source code", "Partial"),
)
_QUALITY = (
    ("4.1", "Understanding the organization and its context", "Yes"),
    ("5.1.2", "Customer focus", "Yes"),
    ("6.2", "Quality objectives and planning to achieve them", "Yes"),
    ("8.2", "Requirements for products and services", "Yes"),
    ("8.3", "Design and development of products and services", "No"),
    ("8.4", "Control of externally provided processes, products and services", "Yes"),
    ("10.2", "Nonconformity and corrective action", "Yes"),
)
_SECURITY_CLAUSES = (
    ("4.1", "Understanding the organization and its context", "Yes"),
    ("4.2", "Understanding the needs and expectations of interested parties", "Yes"),
    ("4.3", "Determining the scope of the information security management system", "Yes"),
    ("4.4", "Information security management system", "Yes"),
    ("5.1", "Leadership and commitment", "Yes"),
    ("6.1.2", "Information security risk assessment", "Yes"),
    ("8.2", "Information security risk assessment", "Yes"),
)
_PRIVACY = (
    ("5.2", "Context of the organization in respect of PII", "Yes"),
    ("7.2", "Conditions for collection and processing of PII", "Yes"),
    ("7.3", "Obligations to PII principals", "Yes"),
    ("7.4", "Privacy by design and privacy by default", "No"),
)
_ANNEX = tuple((f"A.{ref}", title, status) for ref, title, status in _SECURITY)
_NUMBERS_ONLY = tuple((f"5.{number}", "", "Implemented") for number in range(1, 38))


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (sheet(*_SECURITY), "ISO/IEC 27001"),
        (sheet(*_ANNEX), "ISO/IEC 27001"),
        (sheet(*_SECURITY_CLAUSES), "ISO/IEC 27001"),
        (sheet(*_QUALITY), "ISO 9001"),
        (sheet(*_PRIVACY), "ISO/IEC 27701"),
        (sheet(*_NUMBERS_ONLY), ""),
        (sheet(("4.1", "", "Yes"), ("4.2", "", "No"), name="ISO 27001 SoA"), "ISO/IEC 27001"),
        (sheet(("4.1", "", "Yes"), ("5.2", "", "No"), head="ISO 9001 clause|Title|Status|Comment"), "ISO 9001"),
        (
            sheet(
                ("5.1", "Informationssicherheitsrichtlinien", "ja"),
                ("5.2", "Rollen für die Informationssicherheit", "ja"),
                ("6.2", "Beschäftigungsbedingungen", "nein"),
                head="Kapitel|Titel|Bewertung|Bemerkung",
            ),
            "ISO/IEC 27001",
        ),
    ],
)
def test_rates_nothing_from_a_sheet_of_another_standard(read: Sheet, name: str) -> None:
    # 34 points were once rated in place because a number was the same in another standard.
    preview = preview_of(read)
    assert preview.is_held
    assert preview.another is not None
    assert preview.another.name == name
    assert preview.another.examples
    assert not preview.taken(sheet_wins=True)
    assert {one.code for one in preview.troubles} == {"other_standard"}
    assert not preview.misunderstood
    assert summary(preview).startswith("Is this sheet about ISO/IEC 42001:2023?")


def test_follows_the_numbers_or_the_titles_of_another_standard_as_a_person_says() -> None:
    by_number = preview_of(sheet(*_SECURITY_CLAUSES), standard="numbers")
    assert set(by_requirement(by_number)) == {ref for ref, _title, _status in _SECURITY_CLAUSES}
    by_title = preview_of(sheet(*_SECURITY_CLAUSES), standard="titles")
    assert set(by_requirement(by_title)) == {"4.1", "4.2", "5.1"}
    assert {one.code for one in by_title.troubles} == {"title_differs"}


def test_knows_a_sheet_of_its_own_standard_by_its_titles() -> None:
    titles = whole_standard().titles
    rows = [(ref, titles[ref], "Yes") for ref in whole_standard().requirements]
    preview = preview_of(sheet(*rows))
    assert preview.another is None
    assert not preview.troubles
    assert set(by_requirement(preview)) == set(whole_standard().requirements)


@pytest.mark.parametrize(
    "read",
    [
        sheet(
            ("4.1", "Understanding the organisation", "Yes"), ("A.2.2", "AI Policy", "Yes"), name="ISO 42001 (27001)"
        ),
        sheet(
            ("4.1", "Kontext der Organisation", "ja"),
            ("5.1", "Führung und Verpflichtung", "ja"),
            ("6.1.2", "KI-Risikobeurteilung", "nein"),
            head="Kapitel|Titel|Bewertung|Bemerkung",
        ),
        sheet(
            ("4.2", "Besoins et attentes des parties intéressées", "oui"),
            ("9.3.1", "Revue de direction", "non"),
            ("10.1", "Amélioration continue", "oui"),
            head="Article|Titre|Statut|Commentaire",
        ),
        sheet(
            ("4.1", "Comprensión de la organización y de su contexto", "sí"),
            ("6.1.2", "Evaluación de riesgos de IA", "no"),
            ("A.10.3", "Proveedores", "sí"),
            head="Cláusula|Título|Estado|Comentario",
        ),
    ],
)
def test_reads_titles_in_other_words_and_languages(read: Sheet) -> None:
    preview = preview_of(read)
    assert (preview.another, preview.troubles) == (None, ())
    assert len(by_requirement(preview)) == len(read.rows) - 1


def _asked(preview: Preview) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.how, one.proposed, one.candidates) for one in preview.questions]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # The number is that of a clause, the title that of a control.
        (
            ("5.2", "AI system impact assessment process"),
            [("title_differs", "A.5.2", ("A.5.2", "6.1.4", "8.4", "5.2"))],
        ),
        (("6.1.2", "AI risk treatment"), [("title_differs", "", ("6.1.3", "8.3", "6.1.2"))]),
        (("5.1 Policies for information security", ""), [("title_differs", "", ("5.1",))]),
        (("7.4", "Penguins and their habitats"), [("title_differs", "", ("7.4",))]),
        # Only the title says what it is.
        (("", "AI system verification and validation"), [("by_title", "A.6.2.4", ("A.6.2.4",))]),
        (("", "Continual improvement"), [("by_title", "10.1", ("10.1",))]),
        (("Q-17", "Data provenance"), [("by_title", "A.7.5", ("A.7.5",))]),
        (("", "AI risk assessment"), [("by_title", "", ("6.1.2", "8.2"))]),
        (("", "Penguins"), []),
        # The title settles what the number leaves open.
        (("6.2.4", "AI system verification and validation"), []),
        (("6.2.4", ""), [("annex_assumed", "A.6.2.4", ("A.6.2.4",))]),
    ],
)
def test_asks_where_number_and_title_do_not_agree(row: tuple[str, str], expected: list[Any]) -> None:
    preview = preview_of(sheet(("4.1", "Context", "Yes"), ("4.2", "Interested parties", "No"), (*row, "Yes", "Seen")))
    assert _asked(preview) == expected
    assert {"4.1", "4.2"} <= set(by_requirement(preview))
    if expected:
        assert len(by_requirement(preview)) == 2
        assert expected[0][0] in {"by_title", "annex_assumed"} or codes(preview) == [(4, "title_differs")]


def test_takes_the_answer_about_a_title() -> None:
    read = sheet(("", "Data provenance", "Partial"), ("5.2", "AI system impact assessment process", "No"))
    preview = preview_of(read, references={2: "A.7.5", 3: "A.5.2"})
    assert by_requirement(preview) == {"A.7.5": "partial", "A.5.2": "missing"}
    assert not preview.troubles


def test_matches_a_sheet_without_any_numbers_by_its_titles() -> None:
    read = sheet(("AI policy review", "Yes"), ("Competence", "No"), ("Suppliers", "Partial"), head="Topic|Status")
    preview = preview_of(read)
    assert preview.is_readable
    assert not preview.new
    assert [one.proposed for one in preview.questions] == ["A.2.4", "7.2", "A.10.3"]


@pytest.mark.parametrize(
    ("reference", "refs"),
    [
        ("Cl. 4.1", {"4.1"}),
        ("§ 9.1", {"9.1"}),
        ("Sec. 7.5.1", {"7.5.1"}),
        ("4.1-4.3", {"4.1", "4.2", "4.3"}),
        ("A.2.2–A.2.4", {"A.2.2", "A.2.3", "A.2.4"}),
        ("Clauses 6.1.1 to 6.1.4", {"6.1.1", "6.1.2", "6.1.3", "6.1.4"}),
        ("7.5.1 bis 7.5.3", {"7.5.1", "7.5.2", "7.5.3"}),
        ("9.1 – 9.3", {"9.1", "9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3"}),
    ],
)
def test_reads_references_as_people_write_them(reference: str, refs: set[str]) -> None:
    preview = preview_of(sheet((reference, "", "Partial", "Half"), head="Ref|Requirement|Status|Comment"))
    assert set(by_requirement(preview)) == refs
    assert not preview.troubles


def test_reads_a_sheet_under_merged_title_rows() -> None:
    read = sheet(
        ("Gap assessment ISO/IEC 42001:2023", "", "", ""),
        ("4 Context of the organization", "", "", ""),
        ("Clause", "Title", "Status", "Comment"),
        ("4 Context of the organization", "", "", ""),
        ("4.1", "Context", "Yes", "Seen"),
        ("Annex A.2 Policies related to AI", "", "", ""),
        ("A.2.2", "AI policy", "No", ""),
        head="",
        merged=("A1:D1", "A2:D2", "A4:D4", "A6:D6"),
    )
    preview = preview_of(read)
    assert by_requirement(preview) == {"4.1": "in_place", "A.2.2": "missing"}
    assert [(one.reason, one.rows) for one in preview.skipped] == [("heading", (4, 6))]
    assert not preview.troubles
