"""Filters that the registers of this package share: by role and by member."""

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.role import AimsRole
from waymark.core.references import key_in
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.records.registers import Filter


class _RoleKey(forms.ChoiceField):
    """A role of the organisation, by key."""

    described: ClassVar = {"type": "string", "description": "the key of an AIMS role"}

    def __init__(self, reader: Reader) -> None:
        super().__init__(required=False, choices=cache(lambda: _roles(reader)), label=_("AIMS role"))

    def clean(self, value: Any) -> Any:
        """Return the key, or None for all roles."""
        text = super().clean(value)
        return key_in(text) if text else None


class _MemberKey(forms.ChoiceField):
    """A member who has not left, by key."""

    described: ClassVar = {"type": "string", "description": "the key of a member"}

    def __init__(self, reader: Reader) -> None:
        super().__init__(required=False, choices=cache(lambda: _members(reader)), label=_("Member"))

    def clean(self, value: Any) -> Any:
        """Return the key, or None for everybody."""
        text = super().clean(value)
        return key_in(text) if text else None


def role_filter(role_id_of: Callable[[Any], int], path: str = "") -> Filter[Any]:
    """Return the filter for the role that a row is about; `path` leads there in the database."""
    return Filter(
        name="role",
        field=_RoleKey,
        narrow=(lambda rows, value, _reading: rows.filter(**{path: value})) if path else None,
        keeps=lambda row, value, _reading: role_id_of(row) == value,
    )


def member_filter(member_id_of: Callable[[Any], int], path: str = "") -> Filter[Any]:
    """Return the filter for the member whom a row is about; `path` leads there in the database."""
    return Filter(
        name="member",
        field=_MemberKey,
        narrow=(lambda rows, value, _reading: rows.filter(**{path: value})) if path else None,
        keeps=lambda row, value, _reading: member_id_of(row) == value,
    )


def _roles(reader: Reader) -> list[tuple[str, Any]]:
    rows = AimsRole.objects.of(reader.organisation).active().order_by("title", "number")
    return [("", _("All roles")), *((str(pk), title) for pk, title in rows.values_list("pk", "title"))]


def _members(reader: Reader) -> list[tuple[str, Any]]:
    rows = Member.objects.of(reader.organisation).active().by_name()
    return [("", _("Everyone")), *((str(pk), name) for pk, name in rows.values_list("pk", "name"))]
