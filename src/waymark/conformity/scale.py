"""The scale of verdicts and of severities (path.md section 2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What somebody found about one point; the first three are ratings, in the order of the keys 1, 2, 3."""

    IN_PLACE = "in_place", _("In place")
    PARTIAL = "partial", _("Partial")
    MISSING = "missing", _("Missing")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


class Exclusion(models.TextChoices):
    """Why a control is left out (path.md section 6): the code of a reason, beside its words."""

    NO_ACTIVITY = "no_activity", _("No such activity")
    OTHER_PARTY = "other_party", _("Done by another party and assured through A.10.3")
    NO_RISK = "no_risk", _("No risk calls for it")
    NOT_REQUIRED = "not_required", _("Not required by, or excepted from, external requirements")


class Severity(models.IntegerChoices):
    """How much a gap stands in the way; orders the plan."""

    CLOSE_FIRST = 1, _("Close first")
    HIGH = 2, _("High")
    MEDIUM = 3, _("Medium")
    LOW = 4, _("Low")


class Carried(models.IntegerChoices):
    """How a verdict came over from the edition before; a verdict that somebody gave here has none."""

    AS_IT_IS = 1, _("Carried over")
    LOOK_AGAIN = 2, _("Carried over, look again")


CLOSE_FIRST_RULE = _(
    "Close first: a document or record that the standard explicitly asks for is missing with its whole requirement, or "
    "one of 6.1.2, 6.1.3, 6.1.4, 8.2, 8.3, 8.4, 9.2.1, 9.2.2 and 9.3.1 is missing as a whole. Counted by requirement."
)
"""Why a gap is to be closed first, in words."""
GAPS = frozenset({Verdict.PARTIAL, Verdict.MISSING})
REASON_LEAST = 15
"""A reason has at least this many characters: a word or two would tell a later reader nothing."""
