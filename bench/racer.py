"""The inside of a program that races with others (`bench.racing`): it reads its arguments, and waits for the start.

A program calls `django.setup()` before it imports this.
"""

import sys
from collections.abc import Callable, Mapping

from django.db import connection

from waymark.people.models.organisation import Organisation

Act = Callable[[Organisation, str], str]


def take_part(
    prepare: Callable[[], Organisation], report: Callable[[Organisation], str], acts: Mapping[str, Act]
) -> None:
    """Do what the arguments say and print the answer.

    `prepare` makes an organisation and prints its key; `report KEY` is answered at once. `ACT:WORDS KEY` says `ready`,
    waits for a line on standard input, and hands the words to the act.
    """
    wanted, _colon, words = sys.argv[1].partition(":")
    if wanted == "prepare":
        sys.stdout.write(str(prepare().pk))
        return
    organisation = Organisation.objects.get(pk=int(sys.argv[2]))
    if wanted == "report":
        sys.stdout.write(report(organisation))
        return
    connection.close()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(acts[wanted](organisation, words))
