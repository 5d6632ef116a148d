"""Leaving a control out: as a whole, with a reason code and a reason in words. No data access."""

import re
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.conformity.scale import REASON_LEAST, Exclusion

PROVISIONAL: Final = _("provisionally left out, no SoA yet")
"""What a control is that was left out while no Statement of Applicability is approved (6.1.3)."""
_NO_REASON: Final = re.compile(
    r"not[\s_-]+applicable|n\s*[./]\s*a\b\.?|nicht anwendbar|non applicable|no aplicable", re.IGNORECASE
)


def is_reason(text: str) -> bool:
    """Return whether a text gives a reason: long enough, with the words for not applicable taken out."""
    return len(_NO_REASON.sub("", text).strip(" \t\n.,;:-")) >= REASON_LEAST


def in_words(code: str | None, reason: str) -> str:
    """Return a reason with the words of its code before it; one from before there were codes stands alone."""
    return f"{Exclusion(code).label}: {reason}" if code else reason


def code_label(code: str | None) -> Any:
    """Return a reason code in words, or that there is none, as on what was left out before there were codes."""
    return Exclusion(code).label if code else _("no reason code")
