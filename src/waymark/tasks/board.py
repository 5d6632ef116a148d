"""Tasks as a board: what is to do, in progress and done, each card with the moves that are possible from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.people.rights import Can
from waymark.records.filters import ALL
from waymark.records.kinds import RecordLine, lines_for
from waymark.records.listing import sorted_rows
from waymark.records.registers import Display, Reading
from waymark.tasks.choices import Progress
from waymark.tasks.models.task import LIFECYCLE, Task

MOST_CARDS: Final = 200
"""Cards on one board; more would be a wall, and slow."""
# Moves in the order of their buttons: the act, whether it leads on, back or past a lane, and what has to be said.
_ANY: Final = 987_654_321
_MOVES: Final[tuple[tuple[str, str, str, str | Promise], ...]] = (
    ("start", "on", "", ""),
    ("put_back", "back", "", ""),
    ("finish", "on", "note", _("What was done")),
    ("reopen", "back", "reason", _("Reason")),
)
# What follows the address of the task, as in the descriptions of its acts.
_PATHS: Final = {"start": "start", "put_back": "back", "finish": "finish", "reopen": "reopening"}


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a card: to which lane, by which button, and what has to be said with it, if anything.

    `key` is on or back for the move that a key makes, and empty for others.
    """

    to: str
    label: str
    address: str
    key: str
    field: str
    question: str


@dataclass(frozen=True, slots=True)
class Card:
    """One task on the board, with what it is about as far as the reader may read that."""

    task: Task
    address: str
    about: RecordLine | None
    is_overdue: bool
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane; `total` is how many tasks are in it, shown or not."""

    state: str
    label: str | Promise
    cards: tuple[Card, ...]
    total: int

    @property
    def rest(self) -> int:
        """Return how many are not shown."""
        return self.total - len(self.cards)


@dataclass(frozen=True, slots=True)
class Board:
    """The lanes in the order of the work."""

    lanes: tuple[Lane, ...]

    @property
    def total(self) -> int:
        """Return how many tasks the filters leave."""
        return sum(lane.total for lane in self.lanes)

    @property
    def rest(self) -> int:
        """Return how many of them are not shown."""
        return sum(lane.rest for lane in self.lanes)

    @property
    def most(self) -> int:
        """Return how many cards are shown at most."""
        return MOST_CARDS


def board(chosen: Any, reading: Reading) -> Board:
    """Return what the filters leave as a board; at most five queries, however many tasks there are."""
    rows = sorted_rows(chosen, reading)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    room = shares({state.value: counts.get(state.value, 0) for state in Progress}, MOST_CARDS)
    # What is done stands in the order in which it was finished; who looks for something else asks the table.
    newest_first = {Progress.DONE.value: rows.order_by("-finished_on", "-number")}
    found = {
        state: list(newest_first.get(state, rows).filter(state=state)[:most]) if most else []
        for state, most in room.items()
    }
    shown = [task for some in found.values() for task in some]
    about = lines_for(reading.reader, [task.about for task in shown if task.about is not None])
    around = _around(reading)
    return Board(
        tuple(
            Lane(
                state.value,
                state.label,
                tuple(_card(task, _address(around, task), about, reading) for task in found[state.value]),
                counts.get(state.value, 0),
            )
            for state in Progress
        )
    )


def shares(counts: Mapping[str, int], most: int) -> dict[str, int]:
    """Return how many of each are shown where there is room for `most`: an equal share, and what others leave."""
    room = {name: min(count, most // len(counts)) for name, count in counts.items()}
    left = most - sum(room.values())
    for name, count in counts.items():
        more = min(left, count - room[name])
        room[name] += more
        left -= more
    return room


def _card(task: Task, address: str, about: Mapping[tuple[str, int], RecordLine], reading: Reading) -> Card:
    line = about.get(task.about) if task.about is not None else None
    return Card(task, address, line, task.is_overdue(reading.today), tuple(_moves(task, address, reading)))


def _moves(task: Task, address: str, reading: Reading) -> Sequence[Move]:
    reader = reading.reader
    if not reader.can(Can.WORK) or not task.may_be_changed_by(reader):
        return []
    moves = []
    for act, direction, field, question in _MOVES:
        row = LIFECYCLE.transition(act, task.state)
        if row is None or row.to == task.state:
            continue
        # The keys move a card by one lane; done from To do is two.
        is_next = not (act == "finish" and task.state == Progress.TO_DO)
        path = f"{address}/{_PATHS[act]}"
        moves.append(Move(row.to, str(row.label), path, direction if is_next else "", field, str(question)))
    return moves


def _around(reading: Reading) -> tuple[str, str]:
    # The addresses of cards differ in their numbers alone; asking the table of addresses for each takes long.
    before, _number, after = reverse("task", args=[reading.reader.organisation.slug, _ANY]).rpartition(str(_ANY))
    return before, after


def _address(around: tuple[str, str], task: Task) -> str:
    return f"{around[0]}{task.number}{around[1]}"


BOARD: Final = Display(
    name="board", label=_("Board"), template="tasks/_board.html", build=board, otherwise={"state": ALL}
)
