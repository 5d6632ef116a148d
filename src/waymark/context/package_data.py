"""Reads the data files of this package as strictly as a catalogue, and refuses to start with an unsound one."""

from pathlib import Path

from waymark.catalogue.rows import Faults, Row, as_row
from waymark.catalogue.strict_yaml import CatalogueFault, parse
from waymark.core.fields import PROSE

_YES_NO = ("true", "false")


class UnsoundData(ValueError):
    """A data file of the product is not as it has to be; `faults` are all of them, by line."""

    def __init__(self, faults: list[CatalogueFault]) -> None:
        """Name every fault with its place."""
        super().__init__("\n".join(f"{one.place}: {one.message}" for one in faults))
        self.faults = faults


def root_of(path: Path, faults: Faults) -> Row:
    """Return the outermost table of a file. Raises UnsoundData where it cannot be read at all."""
    return root_in(path.read_bytes(), path.name, faults)


def root_in(content: bytes, name: str, faults: Faults) -> Row:
    """Return the outermost table of the content of a file. Raises UnsoundData where it cannot be read at all."""
    try:
        return as_row(parse(content, max_nodes=40_000), name, faults)
    except CatalogueFault as fault:
        raise UnsoundData([fault.within(name)]) from None


def require_sound(faults: Faults) -> None:
    """Raise UnsoundData where anything was noted."""
    if faults.found:
        raise UnsoundData(faults.in_order)


def ids_of(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """Return the ids of some rows; one that appears twice is noted as a fault."""
    seen: list[str] = []
    for row in rows:
        key = row.text("id")
        if key in seen:
            row.faults.note("duplicate-id", f"“{key}” is used twice.", row)
        seen.append(key)
    return tuple(seen)


def flag(row: Row, name: str, *, otherwise: bool = False) -> bool:
    """Return a field that is true or false."""
    return row.choice(name, _YES_NO, default="true" if otherwise else "false") == "true"


def prose(row: Row, name: str, *, needed: bool = True) -> str:
    """Return a text of a reasonable length."""
    return row.text(name, needed=needed, most=PROSE)
