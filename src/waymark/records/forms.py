"""Forms of acts that most kinds of record have."""

from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Line, Prose, VersionedForm


class ReasonForm(VersionedForm):
    """An act on a record that needs its reason."""

    reason = Prose(label=_("Reason"), max_length=2000, rows=2)


class OwnerNoteForm(VersionedForm):
    """Why the owner changes; the field for the owner is added by who knows the organisation."""

    note = Line(required=False, label=_("Reason"), max_length=300)
