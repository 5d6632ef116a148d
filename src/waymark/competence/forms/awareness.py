"""Forms about topics of awareness: text in, typed values out."""

from django.utils.translation import gettext_lazy as _

from waymark.competence.forms.competence import MOST_MONTHS
from waymark.core.forms import PlainForm, Whole


class IntervalForm(PlainForm):
    """After how many months a topic comes again."""

    months = Whole(
        label=_("Repeated after months"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("Empty: once only. The standard gives no number."),
    )
