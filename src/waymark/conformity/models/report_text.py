"""What a person writes about a round for its report: nothing of it can be worked out, and nothing is invented."""

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.fields import ProseField
from waymark.core.markdown import plain_of

REPORT_LABELS: Final[dict[str, Any]] = {
    "objective": _("Objective"),
    "scope": _("Scope: units, sites and AI systems"),
    "method": _("Method"),
    "people_met": _("People met, by role"),
    "samples": _("Samples"),
    "limits": _("Limits"),
    "conclusion": _("Conclusion"),
}
"""The texts in the order in which a report has them, with what each is called."""
REPORT_TEXT: Final = tuple(REPORT_LABELS)


def _text(name: str) -> ProseField:
    # Empty as NULL: with a default SQLite would make the table anew, and its guards would be gone.
    return ProseField(REPORT_LABELS[name], max_length=4000, null=True, blank=True, editable=False)  # type: ignore[misc]  # see above


class WithReportText(models.Model):
    """The seven texts of a report; None where nobody has written one."""

    objective = _text("objective")
    scope = _text("scope")
    method = _text("method")
    people_met = _text("people_met")
    samples = _text("samples")
    limits = _text("limits")
    conclusion = _text("conclusion")

    class Meta:
        abstract = True

    @property
    def report_text(self) -> list[tuple[str, str]]:
        """Return label and text of each, in order, without signs of Markdown; an empty text is not stated."""
        return [(str(label), plain_of(getattr(self, name) or "")) for name, label in REPORT_LABELS.items()]
