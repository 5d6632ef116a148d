"""What is sent to the product while it is killed again and again, and what it answered."""

import hashlib
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Final

from bench.callers import Answer, Browser, Fields, Program, Upload, filled, form_of

SHARED: Final = (1, 2, 3)
"""Numbers of the evidence that all writers edit."""
ROUND: Final = 1
"""Number of the gap assessment in which all writers judge."""
_SMALLEST, _LARGEST = 2_000, 3_000_000  # bytes of a file
_POINTS: Final = ("6.1.2-1", "6.1.2-2")
_REQUIREMENTS: Final = ("6.1.2", "6.1.3")
_VERDICTS: Final = ("in_place", "partial", "missing")
_LINE: Final = "A line of a log, such as auditors ask for.\n"
_HALF: Final = 0.5
OK, CONFLICT, UNAVAILABLE = 200, 409, 503
BUSY: Final = "database-busy"
"""What the product says where nothing was saved because somebody else was writing; "then save again", it goes on."""
_PATIENT_TRIES: Final = 5
_PAUSE: Final = 0.2  # seconds before somebody saves again
Fact = tuple[str, str, int, str, str, int]
"""Act, target, count or turn before, and the file's name, hash and size, as `Sending` has them."""


class Act(StrEnum):
    """What a writer sends."""

    FILE = "evidence with a file"
    NOTE = "evidence with a note"
    CAPTURE = "capture of shared evidence"
    DESCRIPTION = "description of shared evidence"
    JUDGEMENT = "judgement of a point"
    LINK = "word on why of a link"


WEIGHTS: Final = {Act.FILE: 4, Act.NOTE: 1, Act.CAPTURE: 4, Act.DESCRIPTION: 6, Act.JUDGEMENT: 4, Act.LINK: 2}
"""How often each act is chosen."""


@dataclass
class Sending:
    """One thing that was sent. `mark` is in it and in nothing else, so that it can be found again.

    `target` names the record that was edited; `seen` is the count or the revision that was on the screen
    before. Moments are in seconds; `heard_at` is 0 as long as nothing was answered. `waits` counts how often it was
    told that nothing was saved because the database was busy, which is no answer yet. `trouble` is an answer that
    nobody should get.
    """

    act: str
    mark: str
    target: str = ""
    seen: int = 0
    name: str = ""
    sha256: str = ""
    size: int = 0
    sent_at: float = 0.0
    heard_at: float = 0.0
    status: int = 0
    tries: int = 0
    waits: int = 0
    trouble: str = ""

    @property
    def was_taken(self) -> bool:
        """Return whether the product said that it is stored."""
        return bool(self.status) and not self.was_refused and not self.trouble

    @property
    def was_refused(self) -> bool:
        """Return whether the product said that somebody else was first, and nothing is stored."""
        return self.status == CONFLICT and not self.trouble

    @property
    def fact(self) -> Fact:
        """Return what the database holds of it, if it holds it."""
        return (self.act, self.target, self.seen, self.name, self.sha256, self.size)


@dataclass
class Writer:
    """Somebody who sends one thing after the other: as a program with a token, or through the forms of pages.

    What was not answered is sent again with the same key after the next start, as docs/reference/api.md tells programs
    to; forms are not sent again. `sendings` is everything that was ever sent.
    """

    name: str
    program: Program
    browser: Browser
    chance: random.Random
    sendings: list[Sending] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    _open: Callable[[], bool] | None = None

    def work(self, heard: threading.Event) -> None:
        """Send until the product does not answer any more; let others know when the first answer was heard."""
        acts, weights = list(WEIGHTS), list(WEIGHTS.values())
        goes_on = self.send_again()
        while goes_on:
            goes_on = self.do(self.chance.choices(acts, weights)[0])
            if goes_on:
                heard.set()

    def do(self, act: Act) -> bool:
        """Do one act and return whether it was answered as it should be."""
        if act is Act.DESCRIPTION:
            return self._describe(self.chance.choice(SHARED))
        if act is Act.JUDGEMENT:
            return self._judge(self.chance.choice(_POINTS))
        if act is Act.LINK:
            return self._explain(self.chance.choice(SHARED), self.chance.choice(_REQUIREMENTS))
        return self._bring(act)

    def send_again(self) -> bool:
        """Send again what was not answered last, if there is anything; return whether it was answered now."""
        return self._open() if self._open is not None else True

    def _bring(self, act: Act) -> bool:
        sending, path = self._begun(act), "/evidence"
        typed = {"note": sending.mark}
        if act is Act.CAPTURE:
            sending.target = str(self.chance.choice(SHARED))
            path = f"/evidence/{sending.target}/captures"
        else:
            typed["title"] = sending.mark
        has_file = act is Act.FILE or (act is Act.CAPTURE and self.chance.random() < _HALF)
        files = [self._upload(sending)] if has_file else []
        send = partial(self.program.send, path, typed, files, key=sending.mark)
        self._open = partial(self._sent, sending, send, {201})
        return self.send_again()

    def _explain(self, number: int, requirement: str) -> bool:
        sending = self._begun(Act.LINK, f"EV-{number} {requirement}")
        typed = {"kind": "requirement", "text": requirement, "why": sending.mark}
        return self._sent(sending, lambda: self.program.send(f"/evidence/{number}/links", typed), {201, CONFLICT})

    def _describe(self, number: int) -> bool:
        path = f"/o/{self.program.organisation}/evidence/{number}/description"
        fields = self._form(path, "")
        if not fields:
            return False
        # The notes tell how often they were changed: an edit that went over another would tell the same twice.
        count = int(dict(fields)["about"].partition(" ")[0] or 0)
        sending = self._begun(Act.DESCRIPTION, str(number), count)
        about = {"about": f"{count + 1} {sending.mark}"}
        return self._sent(sending, lambda: self.browser.post(path, filled(fields, about)), {303, CONFLICT})

    def _judge(self, point: str) -> bool:
        sheet = f"/o/{self.program.organisation}/gap/GA-{ROUND}/sheet/{point.partition('-')[0]}"
        path = f"{sheet}/{point}/judgements"
        fields = self._form(sheet, path)
        if not fields:
            return False
        sending = self._begun(Act.JUDGEMENT, point, int(dict(fields)["base_revision"]))
        typed = {"verdict": self.chance.choice(_VERDICTS), "finding": sending.mark}
        return self._sent(sending, lambda: self.browser.post(path, filled(fields, typed)), {303, CONFLICT})

    def _form(self, path: str, action: str) -> Fields:
        """Return the fields of a form, or none where no whole page came."""
        page = self.browser.get(path)
        if page is None or not page.body:
            return []
        fields = form_of(page, action)
        if page.status != OK or not fields:
            self.troubles.append(f"GET {path}: {page.status}, and no form")
        return fields

    def _begun(self, act: Act, target: str = "", seen: int = 0) -> Sending:
        made = Sending(str(act), f"{self.name}-{len(self.sendings)}", target, seen)
        self.sendings.append(made)
        return made

    def _upload(self, sending: Sending) -> Upload:
        size = int(_SMALLEST * (_LARGEST / _SMALLEST) ** self.chance.random())
        content = self.chance.randbytes(size)
        if self.chance.random() < _HALF:
            # Text is read in the background, while the next kill comes.
            content = (sending.mark + "\n" + _LINE * (size // len(_LINE))).encode()
        sending.name, sending.size = f"{sending.mark}.txt", len(content)
        sending.sha256 = hashlib.sha256(content).hexdigest()
        return Upload(sending.name, content)

    def _sent(self, sending: Sending, send: Callable[[], Answer | None], expected: set[int]) -> bool:
        """Send, note what came of it, and return whether it was answered as it should be."""
        sending.tries += 1
        sending.sent_at = sending.sent_at or time.monotonic()
        answer = _sent_patiently(sending, send)
        if answer is None:
            return False
        sending.heard_at, sending.status = time.monotonic(), answer.status
        self._open = None
        if answer.status not in expected or answer.location.startswith("/account/"):
            sending.trouble = f"{answer.status} {answer.location} {answer.body[:300].decode('utf-8', 'replace')}"
            self.troubles.append(f"{sending.act} {sending.mark}: {sending.trouble}")
        return not sending.trouble


def _sent_patiently(sending: Sending, send: Callable[[], Answer | None]) -> Answer | None:
    """Send, and send again where nothing was saved because the database was busy; the last of many such answers counts.

    It is the same sending, with the same mark: had it been saved after all, it would be there twice, and be found.
    """
    answer = send()
    for _try in range(_PATIENT_TRIES - 1):
        if answer is None or not _is_busy(answer):
            break
        sending.waits += 1
        time.sleep(_PAUSE)
        answer = send()
    return answer


def _is_busy(answer: Answer) -> bool:
    return answer.status == UNAVAILABLE and BUSY.encode() in answer.body
