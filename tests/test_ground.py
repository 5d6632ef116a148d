"""Ground laid once for a module: no test sees what another wrote or changed, and what commits is refused."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests import factories
from tests.ground import Once, all_stand_on, commits, once_per_module, sqlite_only
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

Cast = tuple[Organisation, dict[str, Member]]


def cast() -> Cast:
    organisation = factories.organisation("Once", administrator=factories.user("Ada"))
    return organisation, {"administrator": Member.objects.of(organisation).get()}


cast_once = once_per_module(cast)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2])
def test_hands_each_test_the_ground_as_it_was_built(number: int, cast_once: Once[Cast]) -> None:
    """Each of the two spoils rows, memory and callbacks; whichever comes second must see nothing of it."""
    organisation, people = cast_once.copy()
    rows = Member.objects.of(organisation)
    assert (rows.count(), rows.get().name, list(people), connection.run_on_commit) == (1, "Ada", ["administrator"], [])
    factories.member(organisation, name=f"Somebody {number}")
    people["administrator"].name = "Spoilt"
    people.clear()
    transaction.on_commit(lambda: None)


def test_builds_once_for_all(cast_once: Once[Cast]) -> None:
    first, second = cast_once.copy(), cast_once.copy()
    assert first[0] == second[0]
    assert first[0] is not second[0]


def _of(request: pytest.FixtureRequest, test: Callable[..., None]) -> pytest.Item:
    return pytest.Function.from_parent(request.node.parent, name="test_any", callobj=test)


def test_knows_what_commits(request: pytest.FixtureRequest) -> None:
    def by_fixture(transactional_db: None) -> None: ...
    def plain(db: None) -> None: ...

    @pytest.mark.django_db(transaction=True)
    def by_mark() -> None: ...

    assert [commits(_of(request, one)) for one in (by_fixture, by_mark, plain)] == [True, True, False]


def test_lays_the_ground_only_where_all_ask_for_it(request: pytest.FixtureRequest) -> None:
    def asks(ground: None, db: None) -> None: ...
    def needs_no_database() -> None: ...
    def asks_not(db: None) -> None: ...
    def asks_and_commits(ground: None, transactional_db: None) -> None: ...

    @pytest.mark.django_db
    def asks_not_and_is_marked() -> None: ...

    plain = [_of(request, one) for one in (asks, needs_no_database)]
    assert all_stand_on("ground", request.node.parent, plain)
    for other in (asks_not, asks_and_commits, asks_not_and_is_marked):
        assert not all_stand_on("ground", request.node.parent, [*plain, _of(request, other)])


def test_skips_with_its_reason_what_cannot_differ(request: pytest.FixtureRequest) -> None:
    @pytest.mark.sqlite_only("sums are sums")
    def with_reason() -> None: ...

    @pytest.mark.sqlite_only
    def without_reason() -> None: ...

    skip = sqlite_only(_of(request, with_reason), "postgresql")
    assert skip is not None
    assert skip.kwargs == {"reason": "asked once, on SQLite: sums are sums"}
    assert sqlite_only(_of(request, with_reason), "sqlite") is None
    with pytest.raises(ValueError, match="unpack"):
        sqlite_only(_of(request, without_reason), "postgresql")
