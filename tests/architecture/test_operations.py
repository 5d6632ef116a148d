"""The API by role and by organisation: every operation of the address table, asked with a token of each role."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.architecture import filled as ground
from tests.architecture.filled import NEVER, RECORDS, Filled
from tests.architecture.house import Address, operations
from tests.ground import Once, once_per_module
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.rights import Can, Role, rights_of

pytestmark = pytest.mark.django_db
OPERATIONS = operations()
METHODS = ("get", "post")
NAMING = [(one, argument) for one in OPERATIONS for argument in one.arguments if argument in RECORDS]
# Every operation is asked on both databases by the tests below that do not say so.
DECIDED_IN_PYTHON = pytest.mark.sqlite_only("rights are decided in Python")


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


filled_once = once_per_module(ground.filled)


@pytest.fixture
def filled(filled_once: Once[Filled]) -> Filled:
    return filled_once.copy()


@pytest.fixture
def elsewhere() -> Filled:
    return ground.bare("Elsewhere")


def program_of(member: Member, *rights: Can) -> Client:
    """Return a client that sends a token of a member, with all their rights unless told otherwise."""
    chosen = rights or tuple(member.rights) or (Can.READ,)
    secret = Token.issue(member, name="Any", rights=chosen, days=1, by=member)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def asked(program: Client, method: str, address: str) -> tuple[int, bytes]:
    """Return status and body of an answer; the count of requests begins anew."""
    cache.clear()
    answer = getattr(program, method)(address)
    return answer.status_code, answer.getvalue() if answer.streaming else answer.content


def asked_for(one: Address, method: str) -> Can:
    found = re.fullmatch(r"needs (\w+)(?:, to write (\w+))?", one.policy)
    assert found, one.policy
    return Can(found[2] if found[2] and method == "post" else found[1])


@DECIDED_IN_PYTHON
@pytest.mark.parametrize("role", Role, ids=str)
def test_answers_each_role_as_its_rights_say(role: Role, filled: Filled) -> None:
    program, rights, wrong = program_of(ground.colleague(filled, role)), rights_of([role]), {}
    for one in OPERATIONS:
        for method in METHODS:
            status, _body = asked(program, method, filled.address(one))
            may = asked_for(one, method) in rights
            if status >= 500 or (status != 405 and (status == 403) is may):
                wrong[f"{method} {one}"] = status
    assert wrong == {}


@DECIDED_IN_PYTHON
def test_answers_each_token_as_its_own_rights_say(filled: Filled) -> None:
    wrong = {}
    for right in Can:
        if not filled.administrator.can(right):
            continue
        program = program_of(filled.administrator, right)
        for one in OPERATIONS:
            for method in METHODS:
                status, _body = asked(program, method, filled.address(one))
                if status != 405 and (status == 403) is (asked_for(one, method) == right):
                    wrong[f"{right} {method} {one}"] = status
    assert wrong == {}


def test_shuts_out_somebody_without_roles_and_somebody_who_left(filled: Filled) -> None:
    without, leaving = ground.colleague(filled, Role.READER), ground.colleague(filled, Role.ADMINISTRATOR)
    programs = {403: program_of(without), 401: program_of(leaving)}
    without.grant([], by=filled.administrator)
    leaving.leave(by=filled.administrator, reason="Moved on")
    for expected, program in programs.items():
        answers = {str(one): asked(program, method, filled.address(one))[0] for one in OPERATIONS for method in METHODS}
        assert {name: status for name, status in answers.items() if status not in {expected, 405}} == {}


@pytest.mark.parametrize("method", METHODS)
def test_does_not_exist_for_a_token_of_another_organisation(method: str, filled: Filled, elsewhere: Filled) -> None:
    program, wrong = program_of(elsewhere.administrator), {}
    for one in OPERATIONS:
        theirs = asked(program, method, filled.address(one))
        nobodys = asked(program, method, filled.address(one, slug=NEVER))
        if theirs != nobodys or theirs[0] not in {404, 405} or filled.organisation.name.encode() in theirs[1]:
            wrong[str(one)] = (theirs[0], nobodys[0])
    assert wrong == {}


@pytest.mark.parametrize("method", METHODS)
def test_says_the_same_to_whoever_has_no_token(method: str, filled: Filled) -> None:
    wrong = {}
    for one in OPERATIONS:
        ours = asked(Client(), method, filled.address(one))
        if ours != asked(Client(), method, filled.address(one, slug=NEVER)) or ours[0] not in {401, 405}:
            wrong[str(one)] = ours[0]
    assert wrong == {}


@pytest.mark.parametrize("method", METHODS)
def test_does_not_find_a_record_of_another_organisation(method: str, filled: Filled, elsewhere: Filled) -> None:
    program, wrong = program_of(elsewhere.administrator), {}
    for one, argument in NAMING:
        own = dict.fromkeys(RECORDS, 1) | elsewhere.named
        theirs = asked(program, method, elsewhere.address(one, **{**own, argument: filled.named[argument]}))
        nobodys = asked(program, method, elsewhere.address(one, **{**own, argument: 999_999}))
        if theirs != nobodys or theirs[0] not in {404, 405}:
            wrong[f"{one} {argument}"] = (theirs[0], nobodys[0])
    assert wrong == {}


def test_exists_for_those_who_belong(filled: Filled) -> None:
    program = program_of(filled.administrator)
    for method in METHODS:
        answers = {str(one): asked(program, method, filled.address(one))[0] for one in OPERATIONS}
        assert {name: status for name, status in answers.items() if status in {401, 403, 404} or status >= 500} == {}


def test_answers_every_operation_in_json_or_with_a_file(filled: Filled) -> None:
    program = program_of(filled.administrator)
    for one in OPERATIONS:
        for method in METHODS:
            answer = getattr(program, method)(filled.address(one))
            is_file = one.name == "evidence_file" and answer.status_code == 200
            assert is_file or answer["Content-Type"].startswith("application/json"), one
