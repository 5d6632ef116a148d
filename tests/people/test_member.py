"""A member, their roles and the last administrator."""

import pytest

from tests import factories
from waymark.people.lookalikes import mixes_scripts, skeleton
from waymark.people.models.member import AddressTaken, LastAdministrator, Member
from waymark.people.models.organisation import Organisation
from waymark.people.owner_roles import OwnerRole
from waymark.people.rights import Can, Role, rights_of
from waymark.trail.actors import CONSOLE


def test_keeps_the_last_administrator(administrator: Member) -> None:
    with pytest.raises(LastAdministrator):
        administrator.grant([Role.AIMS_MANAGER], by=CONSOLE)
    with pytest.raises(LastAdministrator):
        administrator.leave(by=CONSOLE, reason="tired")


@pytest.mark.parametrize("why_not", ["no sign-in", "deactivated", "left"])
def test_counts_only_administrators_who_can_sign_in(administrator: Member, why_not: str) -> None:
    other = factories.member(
        administrator.organisation, Role.ADMINISTRATOR, name="Second", signs_in=why_not != "no sign-in"
    )
    if why_not == "deactivated" and other.user:
        other.user.deactivate(by=CONSOLE, reason="test")
    if why_not == "left":
        other.leave(by=CONSOLE, reason="test")
    with pytest.raises(LastAdministrator):
        administrator.leave(by=CONSOLE, reason="tired")


def test_refuses_a_second_member_with_the_same_address(administrator: Member) -> None:
    organisation = administrator.organisation
    first = Member.add(organisation, name="Nina", email="nina@example.org", by=CONSOLE)
    with pytest.raises(AddressTaken) as refusal:
        Member.add(organisation, name="Nina New", email=" Nina@Example.org", by=CONSOLE)
    assert (str(refusal.value.message), bool(refusal.value.way_out)) == (
        "Nina already has the address nina@example.org.",
        True,
    )
    other = Member.add(organisation, name="Bo", email="", by=CONSOLE)
    with pytest.raises(AddressTaken):
        other.describe(by=CONSOLE, name="Bo", post="", email="nina@example.org", owner_roles=[])
    assert administrator.user is not None
    with pytest.raises(AddressTaken):
        Member.add(organisation, name="Ada again", email=administrator.user.email, by=CONSOLE)
    first.describe(by=CONSOLE, name="Nina Berg", post="", email="nina@example.org", owner_roles=[])
    first.leave(by=CONSOLE, reason="Moved on")
    with pytest.raises(AddressTaken) as refusal:
        Member.add(organisation, name="Nina New", email="nina@example.org", by=CONSOLE)
    assert "Reactivate the former member" in str(refusal.value.way_out)
    elsewhere = factories.organisation("Elsewhere")
    assert Member.add(elsewhere, name="Nina", email="nina@example.org", by=CONSOLE).pk
    assert Member.objects.of(organisation).filter(email="").count() >= 1


def test_lets_an_administrator_go_when_another_stays(administrator: Member) -> None:
    factories.member(administrator.organisation, Role.ADMINISTRATOR)
    administrator.leave(by=CONSOLE, reason="moved on")
    assert not administrator.can(Can.READ)


def test_gives_the_rights_of_all_roles_together() -> None:
    both = Member(name="x", roles=[Role.TOP_MANAGEMENT, Role.CONTRIBUTOR])
    assert both.rights == rights_of([Role.TOP_MANAGEMENT]) | rights_of([Role.CONTRIBUTOR])


def test_names_the_fifteen_roles_of_the_catalogue() -> None:
    assert len(OwnerRole.values) == 15


def test_suggests_a_new_address_for_a_taken_name(organisation: Organisation) -> None:
    assert factories.organisation("Acme").slug == "acme-2"
    assert factories.organisation("New").slug == "new-2"


@pytest.mark.parametrize("drawn_alike", ["\u0410cme", "ACME", "Ac\u200bme", "\uff21cme", "\u0391cme"])
def test_sees_that_names_look_the_same(drawn_alike: str) -> None:
    assert skeleton(drawn_alike) == skeleton("Acme")


@pytest.mark.parametrize("apart", ["Acne", "Acme AB", "\u0410\u043a\u043c\u0435 \u041e\u041e\u041e"])
def test_sees_that_names_differ(apart: str) -> None:
    assert skeleton(apart) != skeleton("Acme")


def test_sees_mixed_alphabets_in_one_word_only() -> None:
    assert mixes_scripts("P\u0430ul Smith")
    assert not mixes_scripts("Paul \u0421\u043c\u0438\u0440\u043d\u043e\u0432")
    assert not mixes_scripts("Øystein Çelik-Łuczak")
