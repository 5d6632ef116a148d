"""Where a need or an obligation is met: clauses and controls of the catalogue, written by their numbers."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.catalogue.models.framework import Framework, Requirement
from waymark.core.forms import Line

MOST: Final = 20
"""Clauses and controls that one record names."""
LENGTH: Final = 200
_HELP: Final = gettext_lazy("Numbers of clauses and controls, separated by commas, such as 7.2, A.9.2.")


class MetByField(Line):
    """Clauses and controls by their numbers; its value is their numbers as the catalogue writes them, each once."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask for them in one line."""
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", gettext_lazy("Where it is met"))
        kwargs.setdefault("help_text", _HELP)
        super().__init__(max_length=LENGTH, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the numbers. Refuses one that no clause and no control has."""
        written = [part for part in super().clean(value).replace(";", ",").split(",") if part.strip()]
        if not written:
            return ""
        known = known_refs()
        unknown = [part.strip() for part in written if part.strip().casefold() not in known]
        if unknown:
            message = _("The catalogue has no clause or control %(ref)s.")
            raise ValidationError(message, code="unknown-requirement", params={"ref": unknown[0][:60]})
        if len(written) > MOST:
            message = _("At most %(most)d clauses and controls can be named.")
            raise ValidationError(message, code="too-many-requirements", params={"most": MOST})
        return join_refs([known[part.strip().casefold()] for part in written])


def known_refs() -> Mapping[str, str]:
    """Return the numbers that the newest shipped edition rates, by how they read in small letters."""
    newest = Framework.objects.filter(is_shipped=True).newest()
    refs = Requirement.objects.filter(framework__in=newest, auditable=True).values_list("ref", flat=True)
    return {ref.casefold(): ref for ref in refs}


def join_refs(refs: Any) -> str:
    """Return numbers in one line, each once, as a record keeps them."""
    return ", ".join(dict.fromkeys(refs))


def refs_in(text: str) -> list[str]:
    """Return the numbers that a record keeps."""
    return [part for part in text.split(", ") if part]
