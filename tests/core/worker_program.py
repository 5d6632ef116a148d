"""A worker in a process of its own that knows the jobs of the tests and is never idle for long."""

import django

django.setup()

import tests.core.numbered_jobs  # noqa: E402, F401 -- its schedule must be known
from waymark.core.worker import Worker  # noqa: E402 -- models exist only once Django is set up

Worker(idle=0.05, upkeep=0.2).run()
