"""The demo organisations, loaded once for a whole file of tests that only read them."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction

from waymark.people.models.organisation import Organisation
from waymark.site.demo.loading import load_demo
from waymark.site.demo.reading import DEMOS
from waymark.trail.actors import CONSOLE


@pytest.fixture(scope="module")
def demos(django_db_setup: None, django_db_blocker: Any) -> Iterator[Mapping[str, Organisation]]:
    """Return the three demo organisations by name; what a test changes is taken back after it, as ever."""
    # Loading takes half a second each. The tests' own transactions nest inside this one.
    with django_db_blocker.unblock(), transaction.atomic():
        yield {name: load_demo(name, by=CONSOLE) for name in DEMOS}
        transaction.set_rollback(True)
