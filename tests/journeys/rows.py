"""An organisation with three rows in every list, made beside a running product: `python -m tests.journeys.rows EMAIL`.

The demo tells of three organisations as they are, and nothing is added to them for the sake of a list.
"""

import os
import subprocess
import sys
from pathlib import Path

import django

SLUG = "rows"
ROWS = 3


def make_rows(settings: dict[str, str], email: str) -> None:
    """Make the organisation in the data folder that `settings`, an environment, names; `email` signs in to it.

    Raises subprocess.CalledProcessError if it cannot be made.
    """
    top = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.journeys.rows", email]
    subprocess.run(command, env=settings, cwd=top, check=True)  # noqa: S603  # this module


def _fill(email: str) -> None:
    from tests import factories  # noqa: PLC0415  # Django is set up first
    from tests.examples import EXAMPLES  # noqa: PLC0415
    from tests.examples_competence import fill_competence  # noqa: PLC0415
    from waymark.people.models.member import Member  # noqa: PLC0415
    from waymark.people.models.user import User  # noqa: PLC0415
    from waymark.people.rights import Role  # noqa: PLC0415
    from waymark.signing.models.request import SigningRequest  # noqa: PLC0415
    from waymark.trail.actors import CONSOLE  # noqa: PLC0415

    made = factories.organisation("Rows", administrator=User.objects.get(email=email), slug=SLUG)
    by = Member.objects.of(made).get()
    by.grant([*by.roles, Role.TOP_MANAGEMENT], by=CONSOLE)
    # What its example signs is known to tests alone; the demo has requests of its own.
    for example in (one for one in EXAMPLES if one.model is not SigningRequest):
        for number in range(1, ROWS + 1):
            example.make(by, number)
    fill_competence(by, factories.member(made, name="Somebody Else", signs_in=False))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
    django.setup()
    _fill(sys.argv[1])
