"""One of several programs that write to one chain at once; run by test_concurrency in a process of its own.

Arguments: the organisation's key, this writer's name, how many rounds. Waits for a line on standard input.
"""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402 -- models exist only once Django is set up

from waymark.people.models.member import Member  # noqa: E402 -- as above
from waymark.people.models.organisation import Organisation, next_number  # noqa: E402 -- as above
from waymark.trail.actors import CONSOLE  # noqa: E402 -- as above
from waymark.trail.door import StaleRecord  # noqa: E402 -- as above


def main(organisation_id: int, name: str, rounds: int) -> None:
    """Name members, and count up in a record everybody else counts up in too."""
    organisation = Organisation.objects.get(pk=organisation_id)
    connection.close()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number in range(rounds):
        Member.name_one(organisation, name=f"{name} {number}", by=CONSOLE)
        while not count_up(organisation):
            pass  # somebody else was first: read anew and try again
        next_number(organisation, "XX")


def count_up(organisation: Organisation) -> bool:
    """Return whether this writer was the one who counted."""
    shared = Member.objects.of(organisation).get(name="Shared")
    shared.post = str(int(shared.post) + 1)
    try:
        shared.commit("member.described", by=CONSOLE)
    except StaleRecord:
        return False
    return True


main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
