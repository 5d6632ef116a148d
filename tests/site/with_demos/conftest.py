"""The demo organisations, loaded once for all tests of this folder."""

from collections.abc import Mapping

import pytest

from tests.ground import Once, once_per
from waymark.people.models.organisation import Organisation
from waymark.site.demo.loading import load_demo
from waymark.site.demo.reading import DEMOS
from waymark.trail.actors import CONSOLE

# Loading takes two seconds each.
demos_once = once_per("package", lambda: {name: load_demo(name, by=CONSOLE) for name in DEMOS})


@pytest.fixture
def demos(demos_once: Once[dict[str, Organisation]], db: None) -> Mapping[str, Organisation]:
    """Return the three demo organisations by name; what a test changes is taken back after it, as ever."""
    return demos_once.copy()
