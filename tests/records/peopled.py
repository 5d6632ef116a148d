"""The organisation that registers are tried on."""

from dataclasses import dataclass

from tests import factories
from tests.examples import EXAMPLES
from tests.examples_competence import hold_both_sides
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role


@dataclass(frozen=True)
class Peopled:
    """An organisation with a record of each kind in each state, of different owners."""

    organisation: Organisation
    administrator: Member
    owner: Member


def an_organisation(*, times: int = 1) -> Peopled:
    """Return a new one, with an example of every kind in each of its states, once or several times."""
    of = factories.organisation("Acme", administrator=factories.user("Ada Administrator"))
    administrator = Member.objects.of(of).get(name="Ada Administrator")
    owner = factories.member(of, Role.CONTRIBUTOR, name="Omar Owner")
    for _time in range(times):
        for example in EXAMPLES:
            example.in_each_state(administrator, owner)
    hold_both_sides(administrator, owner)
    return Peopled(of, administrator, owner)
