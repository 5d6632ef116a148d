"""Kills the running product while it is written to, a hundred times or `python -m bench.kills TIMES`.

Writers bring evidence and edit the same few records, through the API and the forms of pages. In the midst of it every
process is ended with SIGKILL, and the product is started again on the same data. In the end nothing that was
acknowledged may be lost, and nothing may be half: exit code 1 otherwise. It uses SQLite in a throw-away folder, or the
PostgreSQL database that DATABASE_URL names, which should be empty. Needs Linux.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.callers import Browser, Program, link_in
from bench.product import PATIENCE, Product
from bench.racing import apart
from bench.sendings import BUSY, SHARED, Act, Sending, Writer

WRITERS: Final = 6
_SEED: Final = 42001
_SOONEST, _LATEST = 0.15, 0.9  # seconds from the first answer to the kill
_STARTS: Final = 5  # one kill of so many is followed by another one, in the midst of the next start
_LONGEST_START: Final = 1.5  # seconds until that kill at the latest
_MAIL, _PASSWORD = "kills@example.org", "a-password-for-the-bench"
_OLD: Final = 3 * 24 * 60 * 60  # seconds; `waymark evidence tidy` leaves what is younger than two days


@dataclass
class Outcome:
    """What was sent and what became of it; lists hold faults as sentences."""

    sendings: list[Sending]
    kills: int
    starts_killed: int
    seconds: float = 0.0
    lost: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    unfinished: int = 0
    unnamed: int = 0

    @property
    def faults(self) -> list[str]:
        """Return everything that should not be."""
        return [*self.lost, *self.orphans, *self.broken, *self.troubles]


def survive(
    surroundings: dict[str, str],
    *,
    kills: int,
    writers: int = WRITERS,
    seed: int = _SEED,
    announce: Callable[[str], object] = lambda _line: None,
) -> Outcome:
    """Start the product, write to it, kill it as often as asked, and tell what was left of it all."""
    begun, chance = time.monotonic(), random.Random(seed)  # noqa: S311 -- the same moments each time
    product = Product(surroundings)
    try:
        product.start()
        crew = _crew(product, writers, seed)
        for turn in range(kills):
            _write_until_killed(product, crew, chance.uniform(_SOONEST, _LATEST))
            if turn % _STARTS == 0:
                _start_until_killed(product, chance.uniform(0, _LONGEST_START))
            product.start()
            announce(f"{turn + 1} of {kills} kills, {sum(len(one.sendings) for one in crew)} sent")
        for writer in crew:
            writer.send_again()
        product.stop()
        sendings = [sending for one in crew for sending in one.sendings]
        outcome = Outcome(
            sendings, kills, -(-kills // _STARTS), troubles=[line for one in crew for line in one.troubles]
        )
        _look(product, surroundings, outcome)
    finally:
        product.kill()
    outcome.seconds = time.monotonic() - begun
    return outcome


def main(arguments: Sequence[str]) -> int:
    """Kill it that often and print the table; give the exit code."""
    kills = int(arguments[0]) if arguments else 100
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        outcome = survive(apart(Path(folder)), kills=kills, announce=_print_line)
    _show(outcome)
    return 1 if outcome.faults else 0


def _crew(product: Product, writers: int, seed: int) -> list[Writer]:
    """Make somebody who may do everything, an organisation, tokens, a round, and the evidence that all will edit."""
    link, slug = product.outputs_of(
        ("user", "add", _MAIL, "--name", "Kim Kill", "--runs-installation"),
        ("org", "add", "Kills", "--administrator", _MAIL),
    )
    browser = Browser(product)
    browser.must(link_in(link), password=_PASSWORD)
    browser.must("/account/login/", login=_MAIL, password=_PASSWORD)
    browser.must(f"/o/{slug}/gap/new")
    issue = ("token", "issue", "--org", slug, "--member", _MAIL, "--right", "read", "--right", "collect")
    tokens = product.outputs_of(*((*issue, "--name", f"Writer {number}") for number in range(writers)))
    crew = [
        Writer(
            f"w{number}",
            Program(product, slug, token),
            Browser(product, dict(browser.cookies)),
            random.Random(seed * 100 + number),  # noqa: S311 -- the same acts each time
        )
        for number, token in enumerate(tokens)
    ]
    # The evidence that is edited comes first; then one of everything, so that each kind has something to lose.
    for act in (*(Act.NOTE for _number in SHARED), *Act):
        crew[0].do(act)
    return crew


def _write_until_killed(product: Product, crew: Sequence[Writer], seconds: float) -> None:
    heard = threading.Event()
    with ThreadPoolExecutor(len(crew)) as pool:
        at_work = [pool.submit(writer.work, heard) for writer in crew]
        try:
            heard.wait(PATIENCE)
            time.sleep(seconds)
        finally:
            # Without it they would write for ever.
            product.kill()
        for one in at_work:
            one.result()


def _start_until_killed(product: Product, seconds: float) -> None:
    product.begin()
    time.sleep(seconds)
    product.kill()


def _look(product: Product, surroundings: dict[str, str], outcome: Outcome) -> None:
    """Compare what was sent with what is there, let the product check itself, and tidy up."""
    incoming = product.data / "evidence" / "incoming"
    outcome.unfinished = len(list(incoming.glob("*.part")))
    with ThreadPoolExecutor() as pool:
        complaints = pool.submit(_complaints, product, ("trail", "verify"), ("evidence", "verify"))
        report = _aftermath(surroundings, outcome.sendings)
    outcome.lost, outcome.orphans, outcome.unnamed = report["lost"], report["orphans"], report["unnamed"]
    outcome.broken = report["broken"] + complaints.result()
    # What is young might still be needed; let it be old.
    _age(product.data / "evidence")
    outcome.broken += _complaints(product, ("evidence", "tidy"), ("evidence", "verify"))
    outcome.broken += [f"{path.name} is not tidied up" for path in incoming.iterdir()]
    log = product.log.read_text(encoding="utf-8", errors="replace")
    outcome.troubles += [line for line in log.splitlines() if _is_trouble(line)]


def _is_trouble(line: str) -> bool:
    """Tell whether a line of the log names a fault; who was told that the database was busy saves again, or says so."""
    return ("level=ERROR" in line or "Error:" in line) and f"problem={BUSY} " not in line


def _aftermath(surroundings: dict[str, str], sendings: Sequence[Sending]) -> dict[str, Any]:
    report = json.dumps([asdict(one) for one in sendings])
    command = [sys.executable, "-m", "bench.aftermath"]
    done = subprocess.run(command, env=surroundings, input=report, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 -- our own program
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _complaints(product: Product, *commands: Sequence[str]) -> list[str]:
    done = product.console(*commands)
    return [f"waymark {' '.join(one.args)}: {one.stdout}{one.stderr}" for one in done if one.returncode]


def _age(folder: Path) -> None:
    at = time.time() - _OLD
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (at, at))


def _print_line(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{line}", end="", file=sys.stderr, flush=True)


def _show(outcome: Outcome) -> None:
    print(f"{'':30}{'sent':>8}{'acknowledged':>14}{'refused':>9}{'no answer':>11}{'sent again':>12}")
    for act in (*Act, None):
        ours = [one for one in outcome.sendings if act is None or one.act == act]
        taken, refused = sum(one.was_taken for one in ours), sum(one.was_refused for one in ours)
        silent, again = sum(not one.status for one in ours), sum(one.tries > 1 for one in ours)
        print(f"{act or 'together':30}{len(ours):8}{taken:14}{refused:9}{silent:11}{again:12}")
    lines = {
        "kills in the midst of writing": outcome.kills,
        "kills in the midst of a start": outcome.starts_killed,
        "lost, doubled or half": len(outcome.lost),
        "rows without what they belong to": len(outcome.orphans),
        "broken chains, rows and files": len(outcome.broken),
        "answers that nobody should get": len(outcome.troubles),
        "told to save again, and saved again": sum(one.waits for one in outcome.sendings),
        "unfinished files, all tidied up": outcome.unfinished,
        "whole files of no record, as well": outcome.unnamed,
        "seconds": f"{outcome.seconds:.0f}",
    }
    print()
    for what, figure in lines.items():
        print(f"{what:36}{figure!s:>8}")
    for fault in outcome.faults[:20]:
        print(fault)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
