import json

from tests.reports.papers import AWKWARD, CHART, LITERAL, paper, table, workbook
from waymark.reports.paper import Bullets, Chart, Column, Figures, Heading, Paragraph, Table
from waymark.reports.writers import jsons


def test_gives_rows_as_objects_by_column_key() -> None:
    made = json.loads(jsons.write(workbook(table("x"), facts=(("missing", 44),))))
    assert made["sheets"][0]["rows"] == [
        {
            "key": "k1",
            "point": "10.1",
            "verdict": "Partial",
            "finding": "x",
            "share": 0.5,
            "due": "2026-03-01",
        }
    ]
    assert made["facts"] == [{"label": "missing", "value": 44}]
    assert made["as_of"] == "2026-01-23"
    assert "accredited certification body" in made["standing"]


def test_gives_each_block_of_a_paper_in_order() -> None:
    blocks = (Heading("H", 2), Paragraph("P"), Figures((("a", 1),)), Chart(CHART, "Alt"), Bullets(("b",)), table())
    made = json.loads(jsons.write(paper(*blocks)))
    assert [block["kind"] for block in made["blocks"]] == [
        "heading",
        "paragraph",
        "figures",
        "chart",
        "bullets",
        "table",
    ]


def test_carries_every_text_literally() -> None:
    texts = [*LITERAL, *AWKWARD]
    made = json.loads(jsons.write(workbook(table(*texts))))
    expected = [text.replace("\ud800", "\ufffd") for text in texts]
    assert [row["finding"] for row in made["sheets"][0]["rows"]] == expected


def test_writes_null_for_numbers_json_does_not_know() -> None:
    odd = Table("T", (Column("n", "N"),), ((float("nan"),), (float("inf"),), (None,)))
    made = json.loads(jsons.write(workbook(odd)))
    assert [row["n"] for row in made["sheets"][0]["rows"]] == [None, None, None]
