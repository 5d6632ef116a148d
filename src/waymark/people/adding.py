"""Adding many members from one list: first what would happen to each line, then all that are good, in one act."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.core.fields import LINE
from waymark.core.text import one_line
from waymark.people.inviting import invite_all
from waymark.people.lookalikes import check_name, skeleton
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import address
from waymark.people.pasted import MOST_PEOPLE, PastedPerson, list_of, read_people
from waymark.people.rights import Role
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain

_LONGEST_ADDRESS: Final = 254
_MISTYPED: Final = re.compile(r"^\S+[-._]\S+$|[\[({]\s*at\s*[\])}]", re.IGNORECASE)


class TooManyPeople(RuleBroken):
    """More people at once than one act adds or invites."""

    code = "too-many-people"


class ListChanged(RuleBroken):
    """What would happen now is not what the preview showed."""

    code = "member-list-changed"


class NobodyToAdd(RuleBroken):
    """No line of a list can become a member."""

    code = "nobody-to-add"


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One person of a list and what happens to them: added, unless `problem` says why not.

    `number` is the place in the list. `note` is worth knowing and stops nothing; `member` is who is in the way.
    """

    number: int
    person: PastedPerson
    roles: list[str]
    problem: str = ""
    note: str = ""
    member: Member | None = None

    @property
    def role_labels(self) -> list[str]:
        """Return the roles in words."""
        return [str(Role(role).label) for role in self.roles]


@dataclass(frozen=True, slots=True)
class ListPreview:
    """What a list would do: a line for each person, and the headings of columns that mean nothing here."""

    lines: list[ListedPerson]
    unused: tuple[str, ...]

    @property
    def good(self) -> list[ListedPerson]:
        """Return those who would be added."""
        return [line for line in self.lines if not line.problem]

    @property
    def bad(self) -> list[ListedPerson]:
        """Return those who would not."""
        return [line for line in self.lines if line.problem]

    @property
    def remaining(self) -> str:
        """Return the list that is left when the good ones are added, as it was pasted."""
        return list_of(line.person for line in self.bad)

    @property
    def digest(self) -> str:
        """Return a name for exactly this outcome, so that nothing else is added than what was looked at."""
        outcome = [[line.person.text, line.person.heading, line.roles, bool(line.problem)] for line in self.lines]
        return hashlib.sha256(json.dumps(outcome).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AddedList:
    """Who was added, the tokens of their invitations by member, and what of the list was not added."""

    members: list[Member]
    invitations: list[tuple[Member, str]]
    left: ListPreview


def preview_list(organisation: Organisation, text: str, roles: Sequence[str] = ()) -> ListPreview:
    """Return what a list would do; one query. Who has no role in the list gets the given ones, or reader.

    Raises TooManyPeople.
    """
    found = read_people(text)
    if len(found.people) > MOST_PEOPLE:
        raise TooManyPeople(
            _("At most %(most)d people can be added at once, and this list has %(n)d.")
            % {"n": len(found.people), "most": MOST_PEOPLE},
            way_out=_("Add it in parts."),
        )
    judge = _Judge(Member.objects.of(organisation).select_related("user").by_name(), found.people)
    otherwise = sorted(set(roles)) or [Role.READER.value]
    lines = [
        judge.line(number, person, sorted(role.value for role in person.roles) or otherwise)
        for number, person in enumerate(found.people, start=1)
    ]
    return ListPreview(lines, found.unused)


def add_listed(
    organisation: Organisation, text: str, *, previewed: str, by: Acts, roles: Sequence[str] = (), invited: bool = False
) -> AddedList:
    """Add everybody of a list who can be added, and invite those with an address if asked: all of them or none.

    `previewed` is the digest of the preview that was looked at. Raises ListChanged if something else would happen now,
    and NobodyToAdd.
    """
    with transaction.atomic():
        lock_chain(organisation.pk)
        found = preview_list(organisation, text, roles)
        if not found.good:
            raise NobodyToAdd(
                _("No one in this list can be added."), way_out=_("The preview shows what is wrong with each line.")
            )
        if found.digest != previewed:
            raise ListChanged(
                _("The list or the members changed after the preview. No one was added yet."),
                way_out=_("Check the new preview, then add."),
            )
        members = [
            Member.add(
                organisation,
                name=line.person.name,
                email=line.person.email,
                post=line.person.post,
                roles=line.roles,
                by=by,
            )
            for line in found.good
        ]
        invitations = invite_all([one for one in members if one.email], by=by) if invited else []
    return AddedList(members, invitations, replace(found, lines=found.bad))


class _Judge:
    """Knows the members, and those who stand further up in the list."""

    def __init__(self, members: Iterable[Member], listed: Iterable[PastedPerson]) -> None:
        everybody = list(members)
        # Of several members with one address, one who is still there is in the way first.
        everybody.sort(key=lambda member: member.left_on is None)
        active = [member for member in everybody if member.left_on is None]
        self._by_address = {one: member for member in everybody for one in _addresses(member)}
        self._members = {skeleton(member.name): member for member in active}
        self._domains = {_domain(member.email) for member in active if member.email}
        self._listed = Counter(_domain(person.email) for person in listed)
        self._addresses: dict[str, int] = {}
        self._names: dict[str, tuple[int, PastedPerson]] = {}

    def line(self, number: int, person: PastedPerson, roles: list[str]) -> ListedPerson:
        """Return what happens to a person at a place of the list."""
        member = self._by_address.get(person.email) if person.email else None
        problem = _problem(person)
        if not problem and member is not None:
            problem = self._there_already(member)
        if not problem and (first := self._addresses.get(person.email)):
            problem = _("The same address is already in line %(n)d.") % {"n": first}
        if not problem:
            problem, member = self._name_problem(person)
        if problem:
            return ListedPerson(number, person, roles, problem, member=member)
        if person.email:
            self._addresses[person.email] = number
        self._names.setdefault(skeleton(person.name), (number, person))
        return ListedPerson(number, person, roles, note=self._note(person))

    @staticmethod
    def _there_already(member: Member) -> str:
        if member.left_on is None:
            return _("Already a member, as %(name)s.") % {"name": member.name}
        return _("A former member, %(name)s: reactivate them on their page.") % {"name": member.name}

    def _name_problem(self, person: PastedPerson) -> tuple[str, Member | None]:
        seen = skeleton(person.name)
        member, (first, above) = self._members.get(seen), self._names.get(seen, (0, None))
        if member is not None and member.name != person.name:
            return _("This name looks the same as another member's."), member
        if member is not None and not (member.email and person.email):
            return _(
                "There is already a member with this name. Add the address on their page, or give both an address."
            ), member
        if above is not None and above.name != person.name:
            return _("This name looks the same as the one in line %(n)d.") % {"n": first}, None
        if above is not None and not (above.email and person.email):
            return _("The same name is already in line %(n)d.") % {"n": first}, None
        return "", None

    def _note(self, person: PastedPerson) -> str:
        domain = _domain(person.email)
        if not person.email and _looks_like_an_address(person.post):
            return _(
                "“%(text)s” is not an email address and was read as the job title. Correct it if it is neither."
            ) % {"text": person.post[:80]}
        if not person.email:
            return _("No address: they can be invited once they have one.")
        if skeleton(person.name) in self._members:
            return _("Another member has the same name.")
        if self._domains and domain not in self._domains and self._listed[domain] == 1:
            return _("No member has an address at %(domain)s yet.") % {"domain": domain}
        return ""


def _looks_like_an_address(text: str) -> bool:
    """Return whether a job title may be an address that was mistyped: one word with signs, or with (at) in it."""
    return _MISTYPED.search(text) is not None


def _domain(email: str) -> str:
    return email.partition("@")[2]


def _addresses(member: Member) -> set[str]:
    """Return the address of a member, and the one they sign in with, where it is another."""
    return {member.email, member.user.email if member.user else ""} - {""}


def _problem(person: PastedPerson) -> str:
    """Return what is wrong with a person of a list taken alone, or nothing."""
    if unread := _unread(person):
        return unread
    for value, what in ((person.name, _("name")), (person.post, _("job title"))):
        if len(value) > LINE:
            return _("The %(what)s is longer than %(most)d characters.") % {"what": what, "most": LINE}
    try:
        check_name(person.name)
        for text in (person.name, person.post, *person.unknown_roles):
            one_line(text)
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    if person.unknown_roles:
        known = ", ".join(str(role.label) for role in Role)
        return _("There is no role “%(word)s”. Roles are: %(known)s.") % {
            "word": person.unknown_roles[0][:80],
            "known": known,
        }
    return _address_problem(person.email)


def _unread(person: PastedPerson) -> str:
    """Return why a line does not say who it is about, or nothing."""
    if person.has_several:
        return _("Several addresses in one line: use one line per person.")
    if person.is_unclear:
        return _("This line could not be read: write the name, then one address, then the job title.")
    return "" if person.name else _("No name: write it before the address.")


def _address_problem(email: str) -> str:
    try:
        if email and len(address(email)) > _LONGEST_ADDRESS:
            return _("The address is longer than %(most)d characters.") % {"most": _LONGEST_ADDRESS}
    except ValidationError:
        return _("This is not an email address.")
    return ""
