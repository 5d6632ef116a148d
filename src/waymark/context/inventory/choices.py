"""The shapes of what `data/ai-systems.yaml` holds: choices, triggers, questions and the fields of the inventory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list. `level` ranks it where the list is a ladder, from 1 (or 0) upwards."""

    id: str
    name: str
    text: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class SystemRole:
    """A role by ISO/IEC 22989 with its sub-roles; `is_ours` says whether an organisation can hold it itself."""

    id: str
    name: str
    text: str
    is_ours: bool
    sub_roles: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the life cycle of one system, with what has to be there before the next."""

    id: str
    name: str
    text: str
    gate: str


@dataclass(frozen=True, slots=True)
class DataCategory:
    """A kind of data; personal data may be special (GDPR Art. 9 and 10)."""

    id: str
    name: str
    is_personal: bool
    is_special: bool


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to look after when a system is retired."""

    id: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class TriggerKind:
    """What fires an assessment. Of each, `due` is done again, `look` is answered in a sentence, `no` is left alone."""

    id: str
    name: str
    risk: str
    impact: str
    classification: str
    soa: str


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """What somebody enters as a change: the fields it is about, and the trigger it fires, if any."""

    id: str
    name: str
    fields: tuple[str, ...]
    fires: str
    note: str


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """What a supplier may announce, what it fires, and how many days screening may take."""

    id: str
    name: str
    fires: str
    days_to_screen: int
    mark: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure from the library: for which kinds of system, in which direction it is better, in which unit."""

    id: str
    name: str
    kinds: tuple[str, ...]
    direction: str
    unit: str
    why: str


@dataclass(frozen=True, slots=True)
class IntakeQuestion:
    """One question of the five-minute request, and the field of the inventory that its answer is a claim about."""

    id: str
    text: str
    kind: str
    options: tuple[str, ...]
    is_required: bool
    fills: str
    help: str


@dataclass(frozen=True, slots=True)
class InventoryField:
    """One field of the inventory: its label, the section it stands in, and the list it chooses from, if any."""

    id: str
    label: str
    group: str
    options: str


@dataclass(frozen=True, slots=True)
class ExtractField:
    """One field of a public register: where its value comes from, whether it is asked for, and its limit, if known."""

    id: str
    name: str
    type: str
    limit: int
    obligation: str
    when: str
    note: str
    values: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtractSection:
    """One section of a public register, with whom it is for."""

    id: str
    title: str
    fields: tuple[ExtractField, ...]


@dataclass(frozen=True, slots=True)
class PublicRegister:
    """A public register of AI systems. `is_below` says that a text must stay under its limit, not only within it."""

    id: str
    name: str
    edition: str
    publisher: str
    language: str
    is_below: bool
    notes: tuple[str, ...]
    sections: tuple[ExtractSection, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything the file holds. `version` counts its editions."""

    version: int
    checked_on: str
    roles: tuple[SystemRole, ...]
    lists: dict[str, tuple[Option, ...]]
    stages: tuple[Stage, ...]
    data_categories: tuple[DataCategory, ...]
    retirement: tuple[ChecklistItem, ...]
    triggers: tuple[TriggerKind, ...]
    changes: tuple[ChangeKind, ...]
    notices: tuple[NoticeKind, ...]
    metrics: tuple[Metric, ...]
    questions: tuple[IntakeQuestion, ...]
    outcomes: tuple[str, ...]
    fields: tuple[InventoryField, ...]
    registers: tuple[PublicRegister, ...]

    def trigger(self, key: str) -> TriggerKind | None:
        """Return a kind of trigger, or None."""
        return next((one for one in self.triggers if one.id == key), None)

    def change(self, key: str) -> ChangeKind | None:
        """Return a kind of change, or None."""
        return next((one for one in self.changes if one.id == key), None)

    def field(self, key: str) -> InventoryField | None:
        """Return a field of the inventory, or None."""
        return next((one for one in self.fields if one.id == key), None)

    def register(self, key: str) -> PublicRegister | None:
        """Return a public register, or None."""
        return next((one for one in self.registers if one.id == key), None)
