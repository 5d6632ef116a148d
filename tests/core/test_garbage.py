"""The product is loaded without a look for garbage, and looked through from then on."""

import gc
from collections.abc import Iterator

import pytest
from django.apps import apps

from waymark.core import garbage


@pytest.fixture(autouse=True)
def _looked_for_afterwards() -> Iterator[None]:
    yield
    gc.enable()


def test_looks_for_garbage_again_once_everything_is_loaded() -> None:
    gc.enable()
    garbage.pause()
    assert not gc.isenabled()
    garbage.resume()
    assert gc.isenabled()


def test_leaves_alone_who_was_not_looking() -> None:
    gc.disable()
    garbage.pause()
    garbage.resume()
    assert not gc.isenabled()


def test_begins_with_the_first_app_and_ends_with_the_last_of_ours() -> None:
    ours = [one.name for one in apps.get_app_configs() if one.name.startswith("waymark.")]
    assert (ours[0], ours[-1]) == ("waymark.site", "waymark.core")
