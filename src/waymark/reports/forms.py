"""What is typed and chosen on the pages of this package."""

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import VersionedForm


class LogoForm(VersionedForm):
    """A picture for the first page of reports."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG or JPEG, at most 512 KiB and 4,000 by 4,000 pixels."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,image/png,image/jpeg"}),
        max_length=1000,
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
