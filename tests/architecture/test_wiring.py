"""What a kind of record needs is there for every kind: each registry is compared with the models."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.house import SOURCE, our_models
from tests.examples import EXAMPLES
from waymark.conformity.models.assessment import GapAssessment
from waymark.exchange.models import SheetImport
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Operator
from waymark.records import kinds
from waymark.records.governed import Governed, Owned
from waymark.records.lifecycle import Lifecycle, lifecycles
from waymark.records.registers import QuerySetRows, registers
from waymark.work import owed, owned

GOVERNED = [one for one in our_models() if issubclass(one, Governed)]
OWNED = [one for one in our_models() if issubclass(one, Owned)]
# The list of rounds is a page of pictures, a handful of lines long; the imports of a round stand on its own page.
WITHOUT_REGISTER = {GapAssessment, SheetImport}
PACKAGES = sorted(path.parent.name for path in SOURCE.glob("*/wiring.py"))


NOUNS = pytest.mark.parametrize("model", GOVERNED, ids=lambda one: one.__name__)


@NOUNS
def test_a_noun_says_how_it_is_numbered_called_and_found(model: type[Any]) -> None:
    columns = {one.name for one in model._meta.concrete_fields}
    assert model.prefix.isupper()
    assert {model.title_field, *model.searched} <= columns
    assert isinstance(model.lifecycle, Lifecycle)


@NOUNS
def test_has_an_example(model: type[Any]) -> None:
    assert model in {one.model for one in EXAMPLES}, "tests/examples.py has no example of it"


@NOUNS
def test_is_registered_as_a_kind(model: type[Any]) -> None:
    assert model._meta.label_lower in {one.kind for one in kinds.kinds()}, "its wiring.py registers no record kind"


@NOUNS
def test_has_its_list_and_its_life_cycle(model: type[Any], organisation: Organisation) -> None:
    assert model.lifecycle in lifecycles(), "its wiring.py adds no acts, and so no life cycle"
    sources = [one.source for one in registers()]
    listed = {one.rows(Operator(organisation)).model for one in sources if isinstance(one, QuerySetRows)}
    assert (model in listed) is (model not in WITHOUT_REGISTER), "its wiring.py adds no acts, and so no register"


def test_every_kind_has_a_prefix_and_a_word_of_its_own() -> None:
    prefixes = [model.prefix for model in GOVERNED]
    words = [one.word for one in kinds.kinds()]
    assert len(prefixes) == len(set(prefixes))
    assert len(words) == len(set(words))


@pytest.mark.parametrize("model", OWNED, ids=lambda one: one.__name__)
def test_what_has_an_owner_is_handed_over(model: type[Any]) -> None:
    assert model in {one.model for one in owned.kinds()}, "its wiring.py registers nothing that is owned"
    assert model.owner_event


def test_wires_again_without_change() -> None:
    def counted() -> tuple[int, ...]:
        return tuple(len(one) for one in (kinds.kinds(), lifecycles(), registers(), owned.kinds(), owed.sources()))

    before = counted()
    for package in PACKAGES:
        importlib.import_module(f"waymark.{package}.wiring").wire()
    assert counted() == before
    assert PACKAGES


@pytest.mark.parametrize("package", PACKAGES)
def test_wires_with_imports_on_top_and_nothing_else(package: str) -> None:
    text = Path(SOURCE / package / "wiring.py").read_text(encoding="utf-8")
    assert text.count("\ndef ") == 1
    assert "\ndef wire() -> None:" in text
    apps_text = (SOURCE / package / "apps.py").read_text(encoding="utf-8")
    assert "wire()" in apps_text
