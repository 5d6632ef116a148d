"""Several rows about one requirement as one, as in a list of questions. No data access."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from waymark.conformity.scale import Verdict
from waymark.exchange.readings import RowRead

_IN_PLACE, _PARTIAL, _MISSING = Verdict.IN_PLACE.value, Verdict.PARTIAL.value, Verdict.MISSING.value
_NOT_APPLICABLE, _NOT_ASSESSED = Verdict.NOT_APPLICABLE.value, Verdict.NOT_ASSESSED.value
_JOINED: Final = {"finding": "\n", "evidence": "\n", "action": "\n"}


@dataclass(frozen=True, slots=True)
class Rolled:
    """What came of several rows: the requirement, the rows, how often each verdict was answered, and the verdict.

    `verdict` is empty where `open_rows` without a readable answer could still change it.
    """

    ref: str
    rows: tuple[int, ...]
    answers: tuple[tuple[str, int], ...]
    verdict: str
    open_rows: tuple[int, ...]


def roll_up(ref: str, rows: Sequence[RowRead], open_rows: Sequence[int], *, is_control: bool) -> tuple[RowRead, Rolled]:
    """Return rows about one requirement as one row, and how it came about.

    All yes is in place, all no is missing, anything between is partial. A row without a readable answer counts as
    either, so a verdict stands only if neither would change it.
    """
    verdicts = [str(row.given["verdict"]) for row in rows if "verdict" in row.given]
    unsure = [row.number for row in rows if row.given.get("verdict") == _NOT_ASSESSED]
    if not is_control:
        # A question that does not apply leaves a clause, which always applies, without an answer.
        unsure += [row.number for row in rows if row.given.get("verdict") == _NOT_APPLICABLE]
    waiting = tuple(sorted({*open_rows, *unsure}))
    verdict = _verdict(set(verdicts), is_open=bool(waiting))
    given = _joined(rows)
    if verdict:
        given["verdict"] = verdict
    counted = tuple((one.value, verdicts.count(one.value)) for one in Verdict if one.value in verdicts)
    numbers = tuple(sorted({row.number for row in rows} | set(open_rows)))
    whole = replace(rows[0], given=given, rows=numbers, owner=next((row.owner for row in rows if row.owner), ""))
    return whole, Rolled(ref, numbers, counted, verdict, waiting if verdicts and not verdict else ())


def _verdict(found: set[str], *, is_open: bool) -> str:
    deciding = found - {_NOT_APPLICABLE, _NOT_ASSESSED}
    if not deciding:
        return next(iter(found)) if len(found) == 1 and not (is_open and found == {_NOT_APPLICABLE}) else ""
    if len(deciding) > 1 or deciding == {_PARTIAL}:
        return _PARTIAL
    return "" if is_open else next(iter(deciding))


def _joined(rows: Sequence[RowRead]) -> dict[str, Any]:
    """Return what rows state beside the verdict: texts one below the other, the worst severity, the earliest date."""
    given: dict[str, Any] = {}
    for name, between in _JOINED.items():
        texts = dict.fromkeys(str(row.given[name]) for row in rows if row.given.get(name))
        if texts:
            given[name] = between.join(texts)
    codes = [row.given["reason_code"] for row in rows if row.given.get("reason_code")]
    if codes:
        given["reason_code"] = codes[0]
    for name in ("severity", "target_on"):
        values = [row.given[name] for row in rows if row.given.get(name)]
        if values:
            given[name] = min(values)
    return given
