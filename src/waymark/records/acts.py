"""Acts on one record: one description of each, from which its address, its operation and its command follow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.lifecycle import Lifecycle, Transition, add_lifecycle
from waymark.records.listing import reading_of
from waymark.records.registers import QuerySetRows, Reading, Register, add_register

M = TypeVar("M", bound=Any)
Typed = dict[str, Any]
_SAVED: Final = _("Saved.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAct(Generic[M]):
    """One act on one record that is there.

    `name` is that of its row in the table of the life cycle, which says who may do it and when, and what its button
    reads; its operation and its command are called so too. `path` follows the record in addresses. `form` turns text
    into typed values; `given` is what it is made with beside them. `kept` names the fields that show what the record
    says now, `first` is what else it proposes: both hold for whatever a program or a command leaves out. `do` is the
    verb; `done` says afterwards what came of it. `described` tells programs of fields that the form gets when it is
    made. `label` is what it is called where the table's word does not fit, `button` what its button says where that is
    not the same.
    """

    name: str
    path: str
    form: type[forms.Form]
    do: Callable[[M, Typed, Any], Any]
    given: Callable[[M, Reader], Mapping[str, Any]] = lambda _record, _reader: {}
    kept: tuple[str, ...] = ()
    first: Callable[[M, Reading], Mapping[str, Any]] = lambda _record, _reading: {}
    done: Callable[[M, Any, Reader], str | Promise] = lambda _record, _result, _reader: _SAVED
    described: dict[str, Any] = field(default_factory=dict)
    label: str | Promise = ""
    button: str | Promise = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord(Generic[M]):
    """How a record is made: its form, what the form is made with and proposes, and the verb.

    `name` is that of its row in the table of the life cycle; its operation and its command are called so too.
    `by_link` names the fields that a link to the form may fill in, such as what the new record is about.
    """

    form: type[forms.Form]
    make: Callable[[Organisation, Typed, Any], M]
    name: str = "add"
    given: Callable[[Reader], Mapping[str, Any]] = lambda _reader: {}
    first: Callable[[Reading], dict[str, Any]] = lambda _reading: {}
    by_link: tuple[str, ...] = ()
    described: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordActs(Generic[M]):
    """What can be done with the records of one register, each act once.

    `require` raises unless a reader may change a record at all; `may` says the same without raising.
    """

    model: type[M]
    register: Register[Any]
    lifecycle: Lifecycle
    acts: tuple[RecordAct[M], ...]
    new: NewRecord[M] | None = None
    require: Callable[[M, Reader], object] = lambda record, reader: record.require_changer(reader)
    may: Callable[[M, Reader], bool] = lambda record, reader: bool(record.may_be_changed_by(reader))

    def __post_init__(self) -> None:
        """Refuse acts that the table does not know. Raises ValueError."""
        for one in self.acts:
            self.row(one)

    @property
    def word(self) -> str:
        """Return what one record is called in addresses, operations and commands."""
        return self.register.word.replace("-", "_")

    def row(self, act: "RecordAct[M] | NewRecord[M]") -> Transition:
        """Return the row of an act in the table of the life cycle. Raises ValueError where there is none."""
        for one in self.lifecycle.transitions:
            if one.act == act.name:
                return one
        message = f"{self.lifecycle.name} has no act {act.name}"
        raise ValueError(message)

    def right(self, act: "RecordAct[M] | NewRecord[M]") -> Can:
        """Return the right that an act asks for."""
        return self.row(act).right

    def find(self, reader: Reader, number: int) -> M | None:
        """Return the record with a number if the reader may read it, with what its page shows; else None."""
        source = self.register.source
        assert isinstance(source, QuerySetRows)  # noqa: S101 -- computed rows are no records
        found: M | None = source.prepare(source.rows(reader).numbered(number)).first()
        if found is not None:
            found.organisation = reader.organisation
        return found

    def row_of(self, record: M, reader: Reader) -> Any:
        """Return the row of the register that shows a record."""
        source = self.register.source
        assert isinstance(source, QuerySetRows)  # noqa: S101 -- as above
        (row,) = source.wrap([record], reading_of(reader))
        return row

    def form(self, act: RecordAct[M], record: M, reader: Reader, data: Any = None, *, reading: Reading) -> forms.Form:
        """Return the form of an act: with what was sent, or with what it proposes."""
        version = {"version": record.version} if "version" in act.form.base_fields else {}
        kept = {name: getattr(record, name) for name in act.kept}
        initial = {**kept, **act.first(record, reading), **version}
        return act.form(data, initial=initial, auto_id=f"{act.name}_%s", **act.given(record, reader))


def record_acts() -> tuple[RecordActs[Any], ...]:
    """Return the acts of every kind that are described, in the order of registration."""
    return tuple(_kinds.values())


def add_record_acts(one: RecordActs[Any]) -> None:
    """Register acts with their register and their life cycle; registering them again changes nothing."""
    add_register(one.register)
    add_lifecycle(one.lifecycle)
    _kinds.setdefault(one.register.name, one)


_kinds: dict[str, RecordActs[Any]] = {}
