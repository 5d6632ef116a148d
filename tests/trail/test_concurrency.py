"""Several programs write to one chain at once: on SQLite, and on PostgreSQL where DATABASE_URL says so."""

import json
import subprocess
import sys
from pathlib import Path

from tests.trail import stranger

HERE = Path(__file__).parent
WRITERS, ROUNDS = 4, 12


def founder(*arguments: str, env: dict[str, str]) -> str:
    told = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, str(HERE / "founder.py"), *arguments], env=env, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_loses_nothing_when_several_programs_write_at_once(surroundings: dict[str, str]) -> None:
    key = founder("found", env=surroundings).strip()
    writers = [
        subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, str(HERE / "writer.py"), key, f"Writer {number}", str(ROUNDS)],
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _said, complaint = writer.communicate(timeout=240)
        assert writer.returncode == 0, complaint
    told = json.loads(founder("tell", key, env=surroundings))
    assert stranger.faults([tuple(row) for row in told["chain"]], tuple(told["head"])) == []
    assert told["members"] == WRITERS * ROUNDS + 1
    assert told["counted"] == WRITERS * ROUNDS
    assert told["number"] == WRITERS * ROUNDS + 1
    assert len(told["chain"]) == 2 + 2 * WRITERS * ROUNDS
