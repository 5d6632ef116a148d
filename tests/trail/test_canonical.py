import datetime as dt
import decimal
import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.conformity.scale import Severity, Verdict
from waymark.trail.canonical import canonical, linked_hash, moment, plain

BODY: dict[str, Any] = {
    "form": "waymark-entry-1",
    "seq": 2,
    "at": dt.datetime(2026, 3, 2, 11, 5, 7, 120_000, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    "actor": {"name": 'Rasa "R" Kazlauskė', "kind": "member", "id": 4},
    "changes": {
        "verdict": (Verdict.IN_PLACE, Verdict.MISSING),
        "severity": [None, Severity.HIGH],
        "on": [None, dt.date(2026, 4, 30)],
    },
    "note": "a\nb\t\u0001 \u2028 \\",
}
GOLDEN = (
    b'{"actor":{"id":4,"kind":"member","name":"Rasa \\"R\\" Kazlausk\xc4\x97"},"at":"2026-03-02T09:05:07.120000Z",'
    b'"changes":{"on":[null,"2026-04-30"],"severity":[null,2],"verdict":["in_place","missing"]},'
    b'"form":"waymark-entry-1","note":"a\\nb\\t\\u0001 \xe2\x80\xa8 \\\\","seq":2}'
)

YEAR_1000 = dt.datetime(1000, 1, 1)  # noqa: DTZ001 -- hypothesis adds the zone itself
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.datetimes(timezones=st.just(dt.UTC), min_value=YEAR_1000),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
contents = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), values, max_size=6)


def test_writes_the_same_bytes_for_ever() -> None:
    assert canonical(BODY).encode() == GOLDEN


def test_hashes_the_previous_hash_a_line_feed_and_the_body() -> None:
    assert linked_hash("0" * 64, "{}") == "5649d09ed68c17156095d175eef152856c5b1a81c117c409c1e00f096aa6838e"


@given(contents)
def test_does_not_depend_on_the_order_of_names(content: dict[str, Any]) -> None:
    assert canonical(dict(reversed(content.items()))) == canonical(content)


@given(contents)
def test_reads_back_as_what_was_written(content: dict[str, Any]) -> None:
    text = canonical(content)
    assert json.loads(text) == plain(content)
    assert canonical(json.loads(text)) == text


@given(contents)
def test_stays_one_line_that_any_reader_of_utf_8_accepts(content: dict[str, Any]) -> None:
    text = canonical(content)
    assert "\n" not in text
    assert text.encode().decode() == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (decimal.Decimal("0.10"), "0.10"),
        (0.5, "0.5"),
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        ((1, 2), [1, 2]),
        ({4: Verdict.PARTIAL}, {"4": "partial"}),
    ],
)
def test_gives_every_kind_of_value_one_form(value: Any, expected: Any) -> None:
    assert plain(value) == expected


def test_writes_moments_in_utc() -> None:
    assert (
        moment(dt.datetime(2026, 1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2)))) == "2025-12-31T23:00:00.000000Z"
    )


@pytest.mark.parametrize("value", [object(), b"bytes", {"inside": [object()]}])
def test_refuses_what_has_no_form(value: Any) -> None:
    with pytest.raises(TypeError, match="No canonical form"):
        plain(value)
