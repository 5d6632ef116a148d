"""The kinds of record of people, and what people are called in the trail."""

from collections.abc import Mapping, Sequence

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.token import Token
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.kinds import OFFERED, RecordKind, RecordLine, readable_with


def _members(organisation: Organisation, rows: models.QuerySet[Member]) -> list[RecordLine]:
    return [
        RecordLine("people.member", one.pk, "", one.name, reverse("member", args=[organisation.slug, one.pk]))
        for one in rows
    ]


def _look_up_members(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = Member.objects.of(reader.organisation).filter(pk__in=keys)
    return {line.pk: line for line in _members(reader.organisation, rows)}


def _choose_members(reader: Reader, text: str) -> list[RecordLine]:
    return _members(reader.organisation, Member.objects.of(reader.organisation).called(text).by_name()[:OFFERED])


def _look_up_organisations(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    # An organisation knows of none but itself. The settings page is for administrators; whoever reads the whole trail
    # reads there what happened to it.
    organisation = reader.organisation
    if organisation.pk not in keys or not readable_with(reader, Can.MANAGE_PEOPLE, Can.READ_TRAIL):
        return {}
    address = reverse("path", args=[organisation.slug])
    return {organisation.pk: RecordLine("people.organisation", organisation.pk, "", organisation.name, address)}


def _look_up_tokens(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    # What others issued is for those who may revoke it, and for those who read it in the trail anyway.
    rows = Token.objects.of(reader.organisation).filter(pk__in=keys)
    if not readable_with(reader, Can.MANAGE_PEOPLE, Can.READ_TRAIL):
        rows = rows.filter(member_id=reader.pk)
    slug = reader.organisation.slug
    return {
        pk: RecordLine("people.token", pk, "", name, reverse("member", args=[slug, member_id]))
        for pk, name, member_id in rows.values_list("pk", "name", "member_id")
    }


def name_users(organisation_id: int, keys: Sequence[int]) -> Mapping[int, str]:
    """Return the names of those who are, or were, members of the organisation that asks."""
    members = Member.objects.filter(organisation_id=organisation_id, user__in=keys)
    return dict(members.values_list("user_id", "user__name"))


MEMBER = RecordKind(
    kind="people.member",
    word="member",
    label=_("Member"),
    plural=_("Members"),
    look_up=_look_up_members,
    choose=_choose_members,
)
TOKEN = RecordKind(kind="people.token", word="token", label=_("API token"), look_up=_look_up_tokens, hides=True)
ORGANISATION = RecordKind(
    kind="people.organisation",
    word="organisation",
    label=_("Organisation"),
    look_up=_look_up_organisations,
    hides=True,
)
