"""Every view says who may call it, or stands in the table of sign-in views with its reason."""

import pytest
from django.conf.urls import handler404 as unset

from tests.architecture.house import Address, addresses, inside_organisations, operations
from waymark.people.policy import needs, open_to_all, signed_in
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.people.urls_sign_in import SIGN_IN_VIEWS
from waymark.site import urls


def undeclared(table: list[Address]) -> list[str]:
    return [one.name or one.route for one in table if not one.policy and one.name not in SIGN_IN_VIEWS]


def test_lets_no_view_answer_without_a_policy() -> None:
    assert undeclared(addresses()) == []


def test_lets_no_error_page_answer_without_a_policy() -> None:
    pages = (urls.handler400, urls.handler404, urls.handler500)
    assert all(getattr(page, "policy", "").startswith("open: ") for page in pages)
    assert unset not in pages


def test_asks_for_a_right_wherever_an_address_lies_in_an_organisation() -> None:
    assert [one.name for one in inside_organisations() if not one.policy.startswith("needs ")] == []


def test_asks_for_a_right_in_every_operation() -> None:
    assert len(operations()) > 10
    assert [one.name for one in operations() if not one.policy.startswith("needs ")] == []
    assert [one.name for one in operations() if "slug" not in one.arguments] == []


def test_gives_a_reason_for_everything_that_is_open() -> None:
    policies = [one.policy or SIGN_IN_VIEWS[one.name] for one in addresses()]
    assert [policy for policy in policies if policy.startswith("open: ") and len(policy) < len("open: ") + 10] == []
    assert {policy.split()[0].rstrip(":") for policy in policies} <= {"needs", "signed", "open"}


def test_keeps_no_sign_in_view_that_is_gone() -> None:
    assert set(SIGN_IN_VIEWS) - {one.name for one in addresses()} == set()


@pytest.mark.parametrize(
    ("declare", "policy"),
    [
        (needs(Can.RATE), "needs rate"),
        (needs(Can.READ, write=Can.MANAGE_AIMS), "needs read, to write manage_aims"),
        (api_needs(Can.COLLECT), "needs collect"),
        (signed_in, "signed in"),
        (open_to_all("the reason"), "open: the reason"),
    ],
)
def test_reads_the_policy_from_what_declares_it(declare: object, policy: str) -> None:
    assert callable(declare)
    assert declare(lambda request: request).policy == policy
