"""Two people edit one record: the second sees both versions and loses nothing."""

from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation


def _send(who: Member, address: str, owner: Member, version: str) -> tuple[int, str]:
    data = {"owner": str(owner.pk), "due_on": "2027-01-31", "version": version}
    answer = client_of(who).post(address, data)
    return answer.status_code, answer.content.decode()


def test_shows_both_versions_and_lets_mine_win_knowingly(
    organisation: Organisation, manager: Member, administrator: Member, owner: Member
) -> None:
    address = f"/o/{organisation.slug}/requirements/5.2/assignment"
    first = Standing.objects.of(organisation).get(requirement__ref="5.2").version
    assert _send(manager, address, manager, str(first))[0] == 303
    status, page = _send(administrator, address, owner, str(first))
    assert status == 409
    assert owner.name in page
    assert manager.name in page
    assert "2027-01-31" in page
    assert Standing.objects.of(organisation).get(requirement__ref="5.2").owner == manager
    assert f'name="version" value="{first + 1}"' in page
    assert _send(administrator, address, owner, str(first + 1))[0] == 303
    assert Standing.objects.of(organisation).get(requirement__ref="5.2").owner == owner
