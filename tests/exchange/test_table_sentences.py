"""What the reader of tables refuses or remarks has a sentence of the product."""

from waymark.exchange.table_sentences import REFUSALS, REMARKS
from waymark.exchange.tables import refusals


def test_has_a_sentence_for_every_refusal_and_remark_of_the_reader() -> None:
    assert {code: str(text) for code, text in REFUSALS.items()} == refusals.MESSAGES
    assert {code: str(text) for code, text in REMARKS.items()} == refusals.REMARKS
