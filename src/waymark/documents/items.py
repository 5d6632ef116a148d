"""Items of the master list: what they are called, which clauses and controls they serve, and what they propose."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from waymark.documents.choices import Approval, DocumentKind, RetentionStart
from waymark.documents.package_data import Item, document_data

_RECORD: Final = "R"
_FROM_APPROVAL: Final = frozenset({"assessment_record"})
_APPROVALS: Final = {"top_management": Approval.TOP_MANAGEMENT, "aims_manager": Approval.AIMS_MANAGER}
_STRICTEST: Final = (Approval.TOP_MANAGEMENT, Approval.AIMS_MANAGER, Approval.OWNER)
_RULE: Final = "aims_document"


def item_in_words(key: Any) -> str:
    """Return the id and the title of an item; the id alone where the package data no longer has it."""
    item = document_data().items.get(str(key))
    return f"{item.id} {item.title}" if item is not None else str(key)


def item_choices() -> list[tuple[str, str]]:
    """Return every item with its title, in the order of the master list."""
    return [(one.id, f"{one.id} {one.title}") for one in document_data().items.values()]


def retention_choices() -> list[tuple[str, str]]:
    """Return the retention rules, by what they apply to."""
    return [(one.id, one.applies_to) for one in document_data().retention_rules.values()]


def refs_of(item: Item) -> tuple[str, ...]:
    """Return the clauses and controls that an item serves."""
    return (*item.clauses, *item.controls)


def refs_served(items: Iterable[str], clauses: str = "") -> tuple[str, ...]:
    """Return the clauses and controls that a document serves by its items and by itself, each once."""
    known = document_data().items
    found = [ref for one in items if one in known for ref in refs_of(known[one])]
    return tuple(dict.fromkeys([*found, *(one for one in clauses.split(", ") if one)]))


def items_serving(ref: str) -> tuple[str, ...]:
    """Return the ids of items that serve a clause or control, or a part of it."""
    return tuple(one.id for one in document_data().items.values() if any(is_part(each, ref) for each in refs_of(one)))


def is_part(ref: str, of: str) -> bool:
    """Return whether a clause or control is another one, or lies below it."""
    return ref == of or ref.startswith(f"{of}.")


def proposed_for(items: Iterable[str]) -> Mapping[str, Any]:
    """Return what the items of a document propose for it; people change it as they see fit."""
    known = document_data().items
    served = [known[one] for one in items if one in known]
    if not served:
        return {"retention": _RULE, "retention_months": months_of(_RULE)}
    months = [one.review_months for one in served if one.review_months is not None]
    wanted = {_APPROVALS.get(one.approver_role or "aims_manager", Approval.OWNER) for one in served}
    rule = served[0].retention
    return {
        "title": served[0].title,
        "kind": DocumentKind.RECORD if all(one.kind == _RECORD for one in served) else DocumentKind.DOCUMENT,
        "items": [one.id for one in served],
        "approval": next(one for one in _STRICTEST if one in wanted),
        "review_months": min(months, default=None),
        "retention": rule,
        "retention_months": months_of(rule),
        "retention_starts": RetentionStart.APPROVAL if rule in _FROM_APPROVAL else RetentionStart.END,
    }


def months_of(rule: str) -> int:
    """Return for how many months a rule keeps documents."""
    return document_data().retention_rules[rule].months
