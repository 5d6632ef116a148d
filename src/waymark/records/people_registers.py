"""The register of members: computed, since the state of a sign-in follows from links that end by themselves."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.clock import day_in
from waymark.core.dates import DEFAULT, day, minute
from waymark.core.text import holds_words
from waymark.people.models.member import Member
from waymark.people.queries import MemberLine, member_lines
from waymark.people.rights import Can, Role
from waymark.records import columns, filters
from waymark.records.cells import Choice, Kind
from waymark.records.registers import Column, ComputedRows, Reading, Register

ACTIVE, FORMER = "active", "former"
_LAST: Final = "\uffff"


class SignIn(models.TextChoices):
    """How somebody stands with the sign-in."""

    SIGNS_IN = "signs_in", gettext_lazy("Signs in")
    INVITED = "invited", gettext_lazy("Invited")
    NONE = "none", gettext_lazy("No sign-in yet")
    DEACTIVATED = "deactivated", gettext_lazy("Deactivated")
    LEFT = "left", gettext_lazy("Left")


_SHAPES: Final = {
    SignIn.SIGNS_IN: "in",
    SignIn.INVITED: "part",
    SignIn.NONE: "open",
    SignIn.DEACTIVATED: "late",
    SignIn.LEFT: "na",
}
_CELLS: Final = {one: Choice(one.value, one.label, shape=_SHAPES[one]) for one in SignIn}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member in the list. `until` says in words when the membership ended, or until when the invitation holds."""

    member: Member
    sign_in: SignIn
    invited_until: dt.date | None
    until: str

    @property
    def has_left(self) -> bool:
        """Return whether the member is a former one."""
        return self.member.left_on is not None


def _rows(reading: Reading, _asked: Mapping[str, Any]) -> Sequence[MemberRow]:
    reader = reading.reader
    locale = reader.user.locale if isinstance(reader, Member) and reader.user is not None else DEFAULT
    return [_row(line, reader.organisation.time_zone, locale) for line in member_lines(reader.organisation)]


def _row(line: MemberLine, zone: str, locale: str) -> MemberRow:
    left_on, ends_at, sign_in = line.member.left_on, line.invited_until, sign_in_of(line)
    until = ""
    if left_on is not None:
        until = _("on %(day)s") % {"day": day(left_on, locale)}
    elif ends_at is not None and sign_in is SignIn.INVITED:
        until = _("until %(moment)s") % {"moment": minute(ends_at, locale)}
    return MemberRow(line.member, sign_in, None if ends_at is None else day_in(zone, ends_at), until)


def sign_in_of(line: MemberLine) -> SignIn:
    """Return how a member stands with the sign-in."""
    if line.has_left:
        return SignIn.LEFT
    if line.is_shut_out:
        return SignIn.DEACTIVATED
    if line.member.has_sign_in:
        return SignIn.SIGNS_IN
    return SignIn.INVITED if line.is_invited else SignIn.NONE


def _holds(row: MemberRow, text: str, _reading: Reading) -> bool:
    one = row.member
    return holds_words(f"{one.name} {one.post} {one.email}", text)


MEMBERS: Final[Register[MemberRow]] = Register(
    name="members",
    path="members",
    word="member",
    label=gettext_lazy("Members"),
    intro=gettext_lazy("Everyone who owns records or signs in. You can add members before they have an account."),
    source=ComputedRows(rows=_rows),
    columns=(
        columns.text(
            "name",
            gettext_lazy("Name"),
            of="member.name",
            opens=True,
            sort=lambda row: row.member.name.casefold(),
        ),
        columns.text(
            "post",
            gettext_lazy("Job title"),
            of="member.post",
            sort=lambda row: row.member.post.casefold() or _LAST,
        ),
        Column(
            name="roles",
            label=gettext_lazy("Roles"),
            value=lambda row: ", ".join(row.member.role_labels),
            sort=lambda row: ", ".join(row.member.role_labels) or _LAST,
            width=30,
        ),
        Column(
            name="sign_in",
            label=gettext_lazy("Sign-in"),
            value=lambda row: _CELLS[row.sign_in],
            kind=Kind.CHOICE,
            sort=lambda row: list(SignIn).index(row.sign_in),
            note=lambda row: row.until,
        ),
        Column(
            name="owner_roles",
            label=gettext_lazy("Typical responsibilities"),
            value=lambda row: ", ".join(row.member.owner_role_labels),
            only_in_files=True,
            width=30,
        ),
        columns.text("email", gettext_lazy("Email address"), of="member.email", only_in_files=True),
        columns.day(
            "invited_until",
            gettext_lazy("Invited until"),
            is_sortable=False,
            only_in_files=True,
        ),
        columns.day("left_on", gettext_lazy("Left on"), of="member.left_on", is_sortable=False, only_in_files=True),
    ),
    filters=(
        filters.words_in(_holds, label=gettext_lazy("Name, job title or address")),
        filters.choice(
            "role",
            Role.choices,
            label=gettext_lazy("Role"),
            narrow=None,
            keeps=lambda row, value, _reading: value in row.member.roles,
        ),
        filters.choice(
            "sign_in",
            SignIn.choices,
            label=gettext_lazy("Sign-in"),
            narrow=None,
            keeps=lambda row, value, _reading: row.sign_in == value,
        ),
        filters.choice(
            "state",
            [(ACTIVE, gettext_lazy("Active")), (FORMER, gettext_lazy("Former")), (filters.ALL, gettext_lazy("All"))],
            label=gettext_lazy("Show"),
            narrow=None,
            keeps=lambda row, value, _reading: value in {filters.ALL, FORMER if row.has_left else ACTIVE},
            as_chips=True,
            otherwise=ACTIVE,
        ),
    ),
    address="member",
    key=lambda row: str(row.member.pk),
    record=lambda row: row.member,
    order="name",
    page="records/members.html",
    nothing=(gettext_lazy("No members"), gettext_lazy("Nobody belongs to this organisation.")),
    more=lambda reading: {"may_manage": reading.reader.can(Can.MANAGE_PEOPLE)},
)
