"""What happens in a demo organisation, act by act: on which day, and done by whom of its people."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from waymark.catalogue.outline import Outline
from waymark.core.clock import at, day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Stage:
    """The organisation whose scenario is told, its requirements, and its people by their keys in the data."""

    organisation: Organisation
    tree: Outline
    members: Mapping[str, Member]
    folder: Path


@dataclass(frozen=True, slots=True)
class Scene:
    """One act on a day of the scenario."""

    day: dt.date
    act: Callable[[], object]


def read(path: Path) -> Any:
    """Return what a file of the data holds, or nothing where a scenario has no such file."""
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []


def moment_on(day: dt.date, zone: str, *, after: int = 0) -> dt.datetime:
    """Return a moment of a working day: nine in the morning, and some seconds later for each act before on that day."""
    return dt.datetime.combine(day, dt.time(9), ZoneInfo(zone)) + dt.timedelta(seconds=after)


def play(scenes: Iterable[Scene], organisation: Organisation) -> None:
    """Do the acts in the order of their days; what lies in the future of this machine's clock has not happened yet."""
    today = day_in(organisation.time_zone)
    past = sorted((one for one in scenes if one.day <= today), key=lambda one: one.day)
    for day, scenes_of_day in groupby(past, key=lambda one: one.day):
        for place, one in enumerate(scenes_of_day, start=1):
            with at(moment_on(day, organisation.time_zone, after=place)):
                one.act()
