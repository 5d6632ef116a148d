"""The inside of a program that races with others (`bench.racing`): it reads its arguments, and waits for the start.

A program calls `django.setup()` before it imports this.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence

from django.db import connections

from waymark.people.models.organisation import Organisation

Act = Callable[[Organisation, str], str]
_READY = b"."


def take_part(
    prepare: Callable[[], Organisation], report: Callable[[Organisation], str], acts: Mapping[str, Act]
) -> None:
    """Let the acts in the arguments, `ACT:WORDS …`, race in an organisation, and print what came of it as JSON.

    `prepare` makes the organisation, in a database whose tables are there. Each act is done in a process of its own,
    all beginning at the same moment; then `report` is asked. Printed is the list of what the acts say, and the report.
    """
    organisation = prepare()
    answers = _race(organisation, acts, sys.argv[1:])
    sys.stdout.write(json.dumps([answers, report(organisation)]))


def _race(organisation: Organisation, acts: Mapping[str, Act], wanted: Sequence[str]) -> list[str]:
    """Fork for each act: what takes long about starting a program is done once, before."""
    connections.close_all()
    start, go = os.pipe()
    racers: list[tuple[int, int]] = []
    for one in wanted:
        inlet, outlet = os.pipe()
        pid = os.fork()
        if pid == 0:
            for inherited in (go, inlet, *(end for _pid, end in racers)):
                os.close(inherited)
            os._exit(_run_act(organisation, acts, one, start, outlet))
        os.close(outlet)
        racers.append((pid, inlet))
    for _pid, inlet in racers:
        os.read(inlet, len(_READY))
    # Everybody waits for the end of one pipe, and meets it at the same moment.
    os.close(go)
    answers = []
    for _pid, inlet in racers:
        with os.fdopen(inlet, encoding="utf-8") as answer:
            answers.append(answer.read())
    if any(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid, _inlet in racers):
        sys.exit(1)
    return answers


def _run_act(organisation: Organisation, acts: Mapping[str, Act], wanted: str, start: int, outlet: int) -> int:
    act, _colon, words = wanted.partition(":")
    try:
        os.write(outlet, _READY)
        os.read(start, 1)
        os.write(outlet, acts[act](organisation, words).encode())
    except Exception:  # noqa: BLE001 -- whatever it was, the test shall read it
        traceback.print_exc()
        return 1
    return 0
