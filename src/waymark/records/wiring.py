"""What this package registers for the packages below it, which do not see it."""

from waymark.records import people_kinds
from waymark.records.kinds import register
from waymark.records.people_registers import MEMBERS
from waymark.records.registers import add_register
from waymark.trail.words import namers


def wire() -> None:
    """Register the kinds of record of people; doing it again changes nothing."""
    register(people_kinds.MEMBER)
    register(people_kinds.ORGANISATION)
    register(people_kinds.TOKEN)
    add_register(MEMBERS)
    namers.setdefault("people.user", people_kinds.name_users)
