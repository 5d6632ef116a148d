"""What the documents and records of the demo organisations are to the master list and to the requirements."""

from collections.abc import Mapping

import pytest

from waymark.documents.master_list import Standing, master_rows
from waymark.people.models.organisation import Organisation

pytestmark = pytest.mark.django_db
Demos = Mapping[str, Organisation]


@pytest.mark.parametrize("name", ["alpha", "beta", "gamma"])
def test_counts_the_scope_and_the_registers_as_items_of_the_master_list(name: str, demos: Demos) -> None:
    standing = {one.item.id: one.standing for one in master_rows(demos[name])}
    present = ("M-01", "M-12", "M-14", "C-02", "C-24", "X-01", "X-02", "X-03", "X-04", "X-05", "X-07", "X-15")
    assert {standing[item] for item in present} == {Standing.PRESENT}
