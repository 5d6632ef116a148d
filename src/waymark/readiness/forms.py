"""What is typed on the path page."""

from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, VersionedForm


class TargetForm(VersionedForm):
    """The target date for the certificate."""

    certificate_target_on = Day(
        required=False, label=_("Target date for the certificate"), help_text=_("Leave it empty for no date.")
    )
