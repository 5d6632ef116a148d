"""Prepares a database for the writers and tells about it afterwards; run by test_concurrency in its own process.

`found` makes the organisation and prints its key; `tell KEY` prints what is stored as JSON.
"""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- models exist only once Django is set up

from waymark.people.founding import found  # noqa: E402 -- as above
from waymark.people.models.member import Member  # noqa: E402 -- as above
from waymark.people.models.organisation import Organisation, next_number  # noqa: E402 -- as above
from waymark.trail.actors import CONSOLE  # noqa: E402 -- as above
from waymark.trail.models import Entry, Head  # noqa: E402 -- as above

if sys.argv[1] == "found":
    call_command("migrate", verbosity=0)
    made = found("Busy", by=CONSOLE)
    shared = Member.name_one(made, name="Shared", post="0", by=CONSOLE)
    sys.stdout.write(str(made.pk))
else:
    organisation = Organisation.objects.get(pk=int(sys.argv[2]))
    head = Head.objects.get(organisation_id=organisation.pk)
    chain = Entry.objects.of(organisation).order_by("seq").values_list("seq", "body", "previous", "hash")
    told = {
        "head": [head.seq, head.hash],
        "chain": [list(row) for row in chain],
        "members": Member.objects.of(organisation).count(),
        "counted": int(Member.objects.of(organisation).get(name="Shared").post),
        "number": next_number(organisation, "XX"),
    }
    json.dump(told, sys.stdout)
