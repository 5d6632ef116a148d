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
    """Do what the arguments say and print the answer.

    `prepare` makes an organisation and prints its key; `report KEY` is answered at once. `run KEY ACT:WORDS …` does
    each act in a process of its own, all beginning at the same moment, and prints what each says as a JSON list.
    """
    wanted, *rest = sys.argv[1:]
    if wanted == "prepare":
        sys.stdout.write(str(prepare().pk))
        return
    organisation = Organisation.objects.get(pk=int(rest[0]))
    if wanted == "report":
        sys.stdout.write(report(organisation))
        return
    sys.stdout.write(json.dumps(_race(organisation, acts, rest[1:])))


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
