"""The documents name only options that exist."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, name_of
from waymark.core.option_table import OPTIONS

_VARIABLE = re.compile(r"\bWAYMARK_[A-Z_]+\b")


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_names_only_options_that_exist(document: Path) -> None:
    known = {option.variable for option in OPTIONS}
    assert sorted(set(_VARIABLE.findall(document.read_text(encoding="utf-8"))) - known) == []
