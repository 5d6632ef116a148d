"""What people may type."""

import pytest
from django.core.exceptions import ValidationError

from waymark.people.forms import AddMemberForm, FirstStartForm, NewPasswordForm, OrganisationForm
from waymark.people.member_field import MemberField
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User

BAD_NAMES = [
    "report\u202efdp",
    "a\x00b",
    "two\nlines",
    "bell\x07",
    "a\u2066b",
    "P\u0430ul",
    "a" + "\u0301" * 12,
    "x" * 201,
    "   ",
    "\u200b\u2060",
    "\u3164\u3164",
    "\u2800",
    "\u0301",
    "\ud800",
]


def named(organisation: Organisation, **typed: object) -> AddMemberForm:
    return AddMemberForm({"name": "Nina New", **typed}, organisation=organisation)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_refuses_names_nobody_can_read_safely(organisation: Organisation, name: str) -> None:
    assert "name" in named(organisation, name=name).errors
    assert "name" in OrganisationForm({"name": name, "time_zone": "UTC"}).errors


@pytest.mark.parametrize("name", ["<b>Bo</b>", "=1+1", "{{ 7*7 }}", "Ana 🦊", "عائشة", "O'Neill"])
def test_takes_names_that_are_only_unusual(organisation: Organisation, name: str) -> None:
    assert named(organisation, name=name).is_valid()


def test_makes_a_reader_of_whoever_is_given_no_role(organisation: Organisation) -> None:
    assert AddMemberForm(organisation=organisation)["roles"].value() is None
    for roles, given in ([], ["reader"]), (["contributor"], ["contributor"]):
        form = named(organisation, roles=roles)
        assert form.is_valid()
        assert form.cleaned_data["roles"] == given


def test_refuses_a_name_that_looks_like_a_colleagues(administrator: Member) -> None:
    organisation = administrator.organisation
    drawn = "\u0410d\u0430".replace("\u0430", "a").replace("\u0410", "A\u200b")
    assert "name" in named(organisation, name=f"{drawn} Administrator").errors
    assert named(organisation, name="Ada Administrator").is_valid()


def test_refuses_an_organisation_that_looks_like_another(organisation: Organisation) -> None:
    for name in ("Acme", "ACME", "Ac\u200dme"):
        assert "name" in OrganisationForm({"name": name, "time_zone": "UTC"}).errors
    mine = OrganisationForm({"name": "Acme", "time_zone": "UTC"}, known=organisation)
    assert mine.is_valid()


def test_names_the_fields_it_does_not_know(organisation: Organisation) -> None:
    form = named(organisation, runs_installation="on", user="1")
    assert "runs_installation, user" in str(form.errors)


@pytest.mark.parametrize("field", [{"roles": ["boss"]}, {"owner_roles": ["king"]}, {"email": "a@b, c@d"}])
def test_refuses_values_outside_the_lists(organisation: Organisation, field: dict[str, object]) -> None:
    assert not named(organisation, **field).is_valid()


def test_asks_for_an_address_to_invite(organisation: Organisation) -> None:
    assert "email" in named(organisation, invited="on").errors


@pytest.mark.parametrize("password", ["short", "password1234", "fay.first@example", "1234567890", "x" * 513])
def test_refuses_weak_passwords(password: str) -> None:
    form = FirstStartForm({"name": "Fay First", "email": "fay.first@example.org", "password": password})
    assert "password" in form.errors
    typed = NewPasswordForm({"password": password}, user=User(email="fay.first@example.org", name="Fay"))
    assert not typed.is_valid()


def test_keeps_passwords_as_they_are_typed() -> None:
    form = NewPasswordForm({"password": " spaces  and Ünïcödé "}, user=User())
    assert form.is_valid()
    assert form.cleaned_data["password"] == " spaces  and Ünïcödé "


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["{}.0", "+{}", "0_{}", " {} ", "{}\u0660", "9" * 40, "x"])
def test_takes_no_other_text_for_the_key_of_a_member(written: str, organisation: Organisation, owner: Member) -> None:
    field = MemberField(organisation)
    assert field.clean(str(owner.pk)) == field.clean(owner.pk) == owner
    with pytest.raises(ValidationError):
        field.clean(written.format(owner.pk))
    with pytest.raises(ValidationError):
        field.clean(str(owner.pk).translate({ord("0") + one: 0x660 + one for one in range(10)}))
