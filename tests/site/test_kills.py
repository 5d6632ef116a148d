"""The running product is killed while it is written to: nothing acknowledged is lost, and nothing is half.

The short form of `python -m bench.kills`, on SQLite, and on PostgreSQL where DATABASE_URL says so.
"""

import sys

import pytest

from bench.kills import survive
from bench.sendings import Act

KILLS, WRITERS = 4, 3


@pytest.mark.skipif(sys.platform != "linux", reason="the processes of the product are found in /proc")
def test_loses_nothing_acknowledged_and_leaves_nothing_half_when_it_is_killed(surroundings: dict[str, str]) -> None:
    outcome = survive(surroundings, kills=KILLS, writers=WRITERS)
    assert outcome.faults == []
    assert {one.act for one in outcome.sendings if one.was_taken} == set(Act)
    # It was killed in the midst of something.
    assert any(one.tries > 1 or not one.status for one in outcome.sendings)
