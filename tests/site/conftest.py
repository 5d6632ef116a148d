"""The demo organisations, loaded once for a whole file of tests that only read them."""

from collections.abc import Mapping

import pytest

from tests.ground import Once, once_per_module
from waymark.people.models.organisation import Organisation
from waymark.site.demo.loading import load_demo
from waymark.site.demo.reading import DEMOS
from waymark.trail.actors import CONSOLE

# Loading takes half a second each.
demos_once = once_per_module(lambda: {name: load_demo(name, by=CONSOLE) for name in DEMOS})


@pytest.fixture
def demos(demos_once: Once[dict[str, Organisation]], db: None) -> Mapping[str, Organisation]:
    """Return the three demo organisations by name; what a test changes is taken back after it, as ever."""
    return demos_once.copy()
