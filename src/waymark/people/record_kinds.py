"""The kinds of record of this package that others may point at, and what people are called in the trail."""

from collections.abc import Mapping, Sequence

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.token import Token
from waymark.people.records import RecordKind, RecordLine, readable_with
from waymark.people.rights import Can

_OFFERED = 20
# The settings page is for administrators; whoever reads the whole trail reads there what happened to it.
_for_administration = readable_with(Can.MANAGE_PEOPLE, Can.READ_TRAIL)


def _members(organisation: Organisation, rows: models.QuerySet[Member]) -> list[RecordLine]:
    return [
        RecordLine("people.member", one.pk, "", one.name, reverse("member", args=[organisation.slug, one.pk]))
        for one in rows
    ]


def _look_up_members(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    return {line.pk: line for line in _members(organisation, Member.objects.of(organisation).filter(pk__in=keys))}


def _choose_members(organisation: Organisation, text: str) -> list[RecordLine]:
    return _members(organisation, Member.objects.of(organisation).called(text).by_name()[:_OFFERED])


def _look_up_organisations(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    # An organisation knows of none but itself.
    address = reverse("path", args=[organisation.slug])
    line = RecordLine("people.organisation", organisation.pk, "", organisation.name, address)
    return {line.pk: line} if line.pk in keys else {}


def _look_up_tokens(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = Token.objects.of(organisation).filter(pk__in=keys).values_list("pk", "name", "member_id")
    return {
        pk: RecordLine("people.token", pk, "", name, reverse("member", args=[organisation.slug, member_id]))
        for pk, name, member_id in rows
    }


def _readable_tokens(member: Member, keys: Sequence[int]) -> frozenset[int]:
    # What others issued is for those who may revoke it, and for those who read it in the trail anyway.
    everybodys = _for_administration(member, keys)
    return everybodys or frozenset(Token.objects.of_member(member).filter(pk__in=keys).values_list("pk", flat=True))


def name_users(organisation_id: int, keys: Sequence[int]) -> Mapping[int, str]:
    """Return the names of those who are, or were, members of the organisation that asks."""
    members = Member.objects.filter(organisation_id=organisation_id, user__in=keys)
    return dict(members.values_list("user_id", "user__name"))


MEMBER = RecordKind("people.member", "member", _("Member"), _look_up_members, _choose_members)
TOKEN = RecordKind("people.token", "token", _("API token"), _look_up_tokens, readable=_readable_tokens)
ORGANISATION = RecordKind(
    "people.organisation",
    "organisation",
    _("Organisation"),
    _look_up_organisations,
    readable=_for_administration,
)
