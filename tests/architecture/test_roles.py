"""Who may do what, cell by cell: the table of roles, and every address asked by every role."""

import re

import pytest

from tests.architecture import filled as ground
from tests.architecture.filled import Filled
from tests.architecture.house import Address, inside_organisations
from tests.factories import client_of
from tests.ground import Once, once_per_module
from waymark.people.rights import RIGHTS, Can, Role, rights_of

READ, RATE, AIMS, PEOPLE, APPROVE = Can.READ, Can.RATE, Can.MANAGE_AIMS, Can.MANAGE_PEOPLE, Can.APPROVE
COLLECT, VERIFY, WORK, CONFIDENTIAL = Can.COLLECT, Can.VERIFY, Can.WORK, Can.READ_CONFIDENTIAL
TRAIL, DISCUSS = Can.READ_TRAIL, Can.DISCUSS
TABLE = {
    Role.ADMINISTRATOR: {READ, DISCUSS, RATE, COLLECT, VERIFY, WORK, CONFIDENTIAL, TRAIL, AIMS, PEOPLE},
    Role.AIMS_MANAGER: {READ, DISCUSS, RATE, COLLECT, VERIFY, WORK, CONFIDENTIAL, TRAIL, AIMS},
    Role.CONTRIBUTOR: {READ, DISCUSS, RATE, COLLECT, VERIFY, WORK},
    Role.INTERNAL_AUDITOR: {READ, DISCUSS, VERIFY, WORK, CONFIDENTIAL, TRAIL},
    Role.TOP_MANAGEMENT: {READ, DISCUSS, APPROVE, WORK, CONFIDENTIAL, TRAIL},
    Role.READER: {READ},
}
ADDRESSES = inside_organisations()
# What readers change is their own way in and their inbox, never a record of the management system.
OWN = frozenset(
    {
        "signing_answer",
        "notices_reading",
        "tokens",
        "token_revocation",
        "hub_pins",
        "register_view",
        "register_view_removal",
    }
    # Anyone proposes an AI system, and answers what is asked about it.
    | {"system_request_new", "system_request_answer"}
)
# The rights of a role are decided in Python; every address is asked on both databases by test_isolation.
DECIDED_IN_PYTHON = pytest.mark.sqlite_only("rights are decided in Python")

filled_once = once_per_module(ground.filled)


@pytest.fixture
def filled(filled_once: Once[Filled]) -> Filled:
    return filled_once.copy()


def test_gives_each_role_exactly_its_rights() -> None:
    assert {role: set(rights) for role, rights in RIGHTS.items()} == TABLE
    assert set(RIGHTS) == set(Role)


def test_adds_the_rights_of_several_roles_up() -> None:
    both = {READ, DISCUSS, RATE, COLLECT, VERIFY, WORK, CONFIDENTIAL, TRAIL, APPROVE}
    assert rights_of(["top_management", "contributor"]) == both
    assert rights_of(["reader", "emperor"]) == {READ}
    assert rights_of([]) == frozenset()


def asked_for(one: Address, method: str) -> Can:
    found = re.fullmatch(r"needs (\w+)(?:, to write (\w+))?", one.policy)
    assert found, one.policy
    return Can(found[2] if found[2] and method == "post" else found[1])


@DECIDED_IN_PYTHON
@pytest.mark.django_db
@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_answers_each_role_as_its_rights_say(role: Role | None, filled: Filled) -> None:
    browser = client_of(ground.colleague(filled, *([role] if role else [])))
    rights = rights_of([role] if role else [])
    wrong = {}
    for one in ADDRESSES:
        for method in ("get", "post"):
            answer = getattr(browser, method)(filled.address(one))
            may = asked_for(one, method) in rights
            if answer.status_code != 405 and (answer.status_code == 403) is may:
                wrong[f"{method} {one}"] = answer.status_code
    assert wrong == {}


@DECIDED_IN_PYTHON
@pytest.mark.django_db
def test_lets_nobody_change_anything_who_may_only_read(filled: Filled) -> None:
    browser = client_of(ground.colleague(filled, Role.READER))
    theirs = [one for one in ADDRESSES if one.name not in OWN]
    answers = {str(one): browser.post(filled.address(one)).status_code for one in theirs}
    assert {name: status for name, status in answers.items() if status not in {403, 405}} == {}


@DECIDED_IN_PYTHON
@pytest.mark.django_db
def test_shuts_out_a_former_member_like_a_stranger(filled: Filled) -> None:
    colleague = ground.colleague(filled, Role.ADMINISTRATOR)
    colleague.leave(by=filled.administrator, reason="Moved on")
    browser = client_of(colleague)
    answers = {str(one): browser.get(filled.address(one)).status_code for one in ADDRESSES}
    assert {name: status for name, status in answers.items() if status not in {404, 405}} == {}
