"""A number in an address may have any number of digits; what no database holds is not found, like what is not there."""

import pytest

from tests.architecture import filled as ground
from tests.architecture.filled import RECORDS, Filled
from tests.architecture.house import inside_organisations
from tests.factories import client_of
from tests.ground import Once, once_per_module

pytestmark = pytest.mark.django_db
filled_once = once_per_module(ground.filled)
WORDS = ("member", "supplier", "evidence", "task", "requirement", "point", "comment", "token")


@pytest.fixture
def filled(filled_once: Once[Filled]) -> Filled:
    return filled_once.copy()


@pytest.mark.parametrize("digits", [10, 18, 19, 20, 40])
def test_finds_nothing_under_a_number_of_many_digits(digits: int, filled: Filled) -> None:
    browser, wrong = client_of(filled.administrator), {}
    for one in inside_organisations():
        for name in RECORDS.intersection(one.arguments):
            for word in WORDS if "word" in one.arguments else ("member",):
                address = filled.address(one, **{name: int("9" * digits), "word": word})
                for method in (browser.get, browser.post):
                    status = method(address).status_code
                    if status not in {404, 405}:
                        wrong[f"{method.__name__} {one.name} {name} {word}"] = status
    assert wrong == {}
