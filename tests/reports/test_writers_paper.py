import pytest

from tests.reports.papers import paper, table, workbook
from waymark.reports.paper import Column, Figures, Heading, Table, as_paper, as_workbook


def test_refuses_a_row_that_does_not_fit_the_columns() -> None:
    with pytest.raises(ValueError, match="needs 2 cells"):
        Table("T", (Column("a", "A"), Column("b", "B")), (("only one",),))


def test_refuses_two_columns_of_one_key_and_a_key_that_is_no_column() -> None:
    with pytest.raises(ValueError, match="unique keys"):
        Table("T", (Column("a", "A"), Column("a", "B")), ())
    with pytest.raises(ValueError, match="unique keys"):
        Table("T", (Column("a", "A"),), (), key="b")


def test_turns_a_paper_into_a_workbook_of_its_tables_and_figures() -> None:
    given = paper(Figures((("missing", 44),)), Heading("Plan"), table(caption="One"), table(caption="Two"))
    made = as_workbook(given)
    assert [sheet.name for sheet in made.sheets] == ["One", "Two"]
    assert made.facts == (("missing", 44),)
    assert (made.title, made.organisation, made.as_of) == (given.title, given.organisation, given.as_of)


def test_turns_a_workbook_into_a_landscape_paper_with_its_notes() -> None:
    given = workbook(table("x"), facts=(("missing", 44),))
    made = as_paper(given)
    assert made.landscape
    assert list(made.tables()) == [given.sheets[0].table]
    assert made.blocks[0] == Figures((("missing", 44),))
    assert as_paper(made) is made
    assert as_workbook(given) is given


def test_leaves_hidden_columns_off_paper() -> None:
    assert 0 not in table().shown()
