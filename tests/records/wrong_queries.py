"""What an address of a list, or a choice of its rows, may ask for that nobody understands."""

import pytest

REFUSED_IN_PYTHON = pytest.mark.sqlite_only("a form refuses it before anything is looked up")

ON_A_PAGE = [
    {"sort": "secret"},
    {"sort": "-"},
    {"page": "0"},
    {"page": "x"},
    {"page": "\u0663"},
    {"page": "1.0"},
    {"page": "1_0"},
    {"colour": "red"},
    {"owner": "\u0663"},
]
BY_A_PROGRAM = [
    {"colour": "red"},
    {"limit": "201"},
    {"limit": "0"},
    {"limit": "\u0663"},
    {"limit": "1.0"},
    {"cursor": "x"},
    {"sort": "number"},
]
IN_A_CHOICE = [
    "elsewhere",
    "stale",
    *(pytest.param(one, marks=REFUSED_IN_PYTHON) for one in ("many", "unreadable", "nothing", "arabic", "long", "act")),
]
