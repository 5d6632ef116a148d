from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalogue import small
from waymark.catalogue.edition import Kind
from waymark.catalogue.reading.folder import EditionRefused, read_edition, validate


def codes(folder: Path) -> list[tuple[str, str, int]]:
    return [(fault.file, fault.code, fault.line) for fault in validate(folder)]


def test_reads_the_smallest_sound_edition(tmp_path: Path) -> None:
    edition = read_edition(small.folder(tmp_path))
    assert [(node.ref, node.parent, node.kind) for node in edition.nodes] == [
        ("4", "", Kind.GROUP),
        ("4.1", "4", Kind.CLAUSE),
        ("4.1.1", "4.1", Kind.CLAUSE),
        ("4.10", "4", Kind.CLAUSE),
    ]
    assert edition.language == "no"
    assert [node.order_of_work for node in edition.nodes] == [0, 0, 1, 2]


def test_takes_the_edition_file_itself(tmp_path: Path) -> None:
    assert read_edition(small.folder(tmp_path) / "edition.yaml").id == "small-1"


def test_tells_all_faults_at_once_with_file_and_line(tmp_path: Path) -> None:
    clauses = (
        small.CLAUSES.replace("typical_owner_role: boss\n    feeds", "typical_owner_role: nobody\n    feeds")
        .replace("4.1.1-2,", "4.1.1-3,")
        .replace("point_count: 3", "point_count: 4")
        .replace('"Tenth"', '"Tenth"\n    assesable: true')
    )
    assert codes(small.folder(tmp_path, clauses=clauses)) == [
        ("clauses.yaml", "count", 1),
        ("clauses.yaml", "point-order", 12),
        ("clauses.yaml", "choice", 14),
        ("clauses.yaml", "unknown-field", 19),
    ]


def test_refuses_ids_that_differ_only_by_case(tmp_path: Path) -> None:
    clauses = small.CLAUSES.replace("4.10", "A.x").replace("4.1.1", "a.X")
    assert [code for _file, code, _line in codes(small.folder(tmp_path, clauses=clauses))].count("duplicate-id") == 2


def test_refuses_a_point_that_reads_like_a_clause(tmp_path: Path) -> None:
    clauses = small.CLAUSES.replace("4.10", "4.1.1-1")
    assert ("clauses.yaml", "duplicate-id", 16) in codes(small.folder(tmp_path, clauses=clauses))


def test_refuses_a_cycle_and_names_its_path(tmp_path: Path) -> None:
    edition = small.EDITION + (
        '  - {id: "4.2", group: "4", parent: "4.3", title: "A"}\n'
        '  - {id: "4.3", group: "4", parent: "4.2", title: "B"}\n'
    )
    faults = validate(small.folder(tmp_path, edition=edition))
    assert [(fault.code, fault.line) for fault in faults] == [("cycle", 9)]
    assert "4.2 → 4.3 → 4.2" in str(faults[0])


def test_refuses_a_node_under_itself(tmp_path: Path) -> None:
    clauses = small.CLAUSES.replace('"Tenth"', '"Tenth"\n    parent: 4.10')
    assert [code for _file, code, _line in codes(small.folder(tmp_path, clauses=clauses))] == ["cycle"]


def test_refuses_missing_parents_and_groups(tmp_path: Path) -> None:
    clauses = small.CLAUSES.replace('group: 4\n    title: "Tenth"', 'group: 5\n    title: "Tenth"')
    assert ("clauses.yaml", "missing-parent", 16) in codes(small.folder(tmp_path, clauses=clauses))


def test_refuses_a_chain_of_a_thousand_levels_without_recursion(tmp_path: Path) -> None:
    chain = "".join(
        f'  - {{id: "h{number}", group: "4", parent: "h{number - 1}", title: "H"}}\n' for number in range(1, 1000)
    )
    edition = small.EDITION + '  - {id: "h0", group: "4", title: "H"}\n' + chain
    assert [code for _file, code, _line in codes(small.folder(tmp_path, edition=edition))] == ["too-deep"]


def test_refuses_relations_that_lead_nowhere(tmp_path: Path) -> None:
    clauses = small.CLAUSES.replace("feeds: [4.10]", "feeds: [4.1.1, 9.9]")
    assert [code for _file, code, _line in codes(small.folder(tmp_path, clauses=clauses))] == ["unknown-reference"] * 2


def test_refuses_a_file_outside_the_folder(tmp_path: Path) -> None:
    edition = small.EDITION.replace("clauses.yaml", "../clauses.yaml")
    assert ("edition.yaml", "file-name", 6) in codes(small.folder(tmp_path, edition=edition))


def test_refuses_a_link(tmp_path: Path) -> None:
    folder = small.folder(tmp_path / "f")
    (folder / "clauses.yaml").rename(tmp_path / "elsewhere.yaml")
    (folder / "clauses.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert ("clauses.yaml", "missing-file", 0) in codes(folder)


def test_says_when_nothing_is_there(tmp_path: Path) -> None:
    assert codes(tmp_path / "nowhere") == [("edition.yaml", "missing-file", 0)]
    with pytest.raises(EditionRefused, match="1 fault"):
        read_edition(tmp_path / "nowhere")


def test_refuses_an_id_that_cannot_stand_in_an_address(tmp_path: Path) -> None:
    edition = small.EDITION.replace("small-1", "Small/1")
    assert codes(small.folder(tmp_path, edition=edition)) == [("edition.yaml", "edition-id", 1)]


MAPPINGS = """\
meta: {basis: {editorial: "ours"}}
frameworks:
  - {id: other, title: "Other", targets: [{id: "1", title: "One"}]}
  - {id: free, title: "Free"}
mappings:
  - {id: M1, source: 4.10, framework: other, target: 1, relation: equal, confidence: high, basis: editorial}
"""


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("source: 4.10, framework: other, target: 2, relation: equal", "unknown-reference"),
        ("source: 9.9, framework: free, target: 2, relation: equal", "unknown-reference"),
        ("source: 4.10, framework: nowhere, target: 2, relation: equal", "unknown-framework"),
        ("source: 4.10, framework: small-1, target: 4.10, relation: equal", "mapping-onto-itself"),
        ("source: 4.10, framework: other, target: 1, relation: subset", "mapping-twice"),
        ("source: 4.10, framework: free, target: 3, relation: same", "choice"),
    ],
)
def test_refuses_mappings_that_cannot_be(tmp_path: Path, row: str, code: str) -> None:
    edition = small.EDITION.replace("clauses: clauses.yaml", "clauses: clauses.yaml, mappings: mappings.yaml")
    wrong = f"{MAPPINGS}  - {{id: M2, {row}, confidence: high, basis: editorial}}\n"
    folder = small.folder(tmp_path, edition=edition, mappings=wrong)
    assert codes(folder) == [("mappings.yaml", code, 7)]
    assert validate(small.folder(tmp_path, edition=edition, mappings=MAPPINGS)) == []


ORDER = "steps:\n  - {title: A, refs: [4.10]}\n  - {title: B, refs: [4.1.1]}\n"


def test_takes_the_order_of_work_from_its_file(tmp_path: Path) -> None:
    edition = small.EDITION.replace("clauses: clauses.yaml", "clauses: clauses.yaml, order: order.yaml")
    read = read_edition(small.folder(tmp_path, edition=edition, order=ORDER))
    assert {node.ref: node.order_of_work for node in read.auditable} == {"4.10": 1, "4.1.1": 2}


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("steps:\n  - {title: A, refs: [4.10]}\n", "order-missing"),
        (ORDER.replace("[4.10]", "[4.10, 4.10]"), "order-twice"),
        (ORDER.replace("[4.10]", "[4.10, 4.1]"), "unknown-reference"),
    ],
)
def test_refuses_an_order_without_one_place_for_each(tmp_path: Path, order: str, code: str) -> None:
    edition = small.EDITION.replace("clauses: clauses.yaml", "clauses: clauses.yaml, order: order.yaml")
    assert [found for _f, found, _l in codes(small.folder(tmp_path, edition=edition, order=order))] == [code]


ACTIONS = """\
edition: 2
meta: {action_count: 1}
actions:
  - {id: 4.10-1, do: "Do that", done_when: "That can be shown."}
"""


def _with_actions(tmp_path: Path, actions: str) -> Path:
    edition = small.EDITION.replace("clauses: clauses.yaml", "clauses: clauses.yaml, actions: actions.yaml")
    return small.folder(tmp_path, edition=edition, actions=actions)


def test_gives_a_point_what_to_do_and_what_shows_that_it_is_done(tmp_path: Path) -> None:
    read = read_edition(_with_actions(tmp_path, ACTIONS))
    assert read.node("4.10").points[0].texts == {
        "text": "That is done.",
        "do": "Do that",
        "done_when": "That can be shown.",
    }
    assert read.node("4.1.1").points[0].texts == {"text": "It is done."}


def test_has_another_digest_with_actions(tmp_path: Path) -> None:
    plain = read_edition(small.folder(tmp_path / "a"))
    (tmp_path / "b").mkdir()
    assert read_edition(_with_actions(tmp_path / "b", ACTIONS)).digest != plain.digest


@pytest.mark.parametrize(
    ("actions", "code"),
    [
        (ACTIONS.replace("4.10-1", "4.10-9"), "unknown-reference"),
        (ACTIONS.replace("action_count: 1", "action_count: 2"), "count"),
        (ACTIONS + ACTIONS.splitlines()[-1].replace("Do that", "Do this") + "\n", "duplicate-id"),
        (ACTIONS.replace("Do that", "Do that " * 30), "too-long"),
        (ACTIONS.replace(', done_when: "That can be shown."', ""), "missing-field"),
        (ACTIONS.replace("do:", "does:"), "unknown-field"),
        (ACTIONS.replace("Do that", "Do\\nthat"), "title"),
    ],
)
def test_refuses_actions_that_do_not_fit(tmp_path: Path, actions: str, code: str) -> None:
    assert code in [found for _f, found, _l in codes(_with_actions(tmp_path, actions))]


GERMAN = 'language: de\ntexts:\n  4.1.1: {title: "Erstens", evidence: ["Papier"]}\n  4.10-1: {text: "Getan."}\n'


def test_reads_translations_without_changing_the_digest(tmp_path: Path) -> None:
    plain = read_edition(small.folder(tmp_path / "a"))
    translated = read_edition(small.folder(tmp_path / "b", **{"texts.de": GERMAN}))
    assert translated.digest == plain.digest
    assert translated.translations[0].texts["4.1.1"] == {"title": "Erstens", "evidence": ["Papier"]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (GERMAN.replace("4.10-1", "4.10-9"), "unknown-reference"),
        (GERMAN.replace('["Papier"]', '["Papier", "Brief"]'), "translation-length"),
        (GERMAN.replace("title:", "titel:"), "unknown-field"),
        (GERMAN.replace("language: de", "language: fr"), "language"),
    ],
)
def test_refuses_translations_that_do_not_fit(tmp_path: Path, text: str, code: str) -> None:
    assert [found for _f, found, _l in codes(small.folder(tmp_path, **{"texts.de": text}))] == [code]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_never_fails_otherwise_when_a_line_is_lost_or_bent(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lines = small.CLAUSES.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    bent = data.draw(st.sampled_from(["", "- x", "a: {}", "[]", lines[at] + "]", lines[at].replace(":", ": ["), "~"]))
    clauses = "\n".join([*lines[:at], bent, *lines[at + 1 :]])
    validate(small.folder(tmp_path_factory.mktemp("bent"), clauses=clauses))
