"""Forms about suppliers: text in, typed values out."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation


class SupplierFields(PlainForm):
    """What is known about a supplier."""

    name = Line(label=_("Name"))
    supplies = Line(label=_("What it supplies"), max_length=500, help_text=_("For example: a language model by API."))
    matters_to = Line(
        label=_("Who depends on it"),
        max_length=500,
        required=False,
        help_text=_("AI systems, teams or customers."),
    )
    responsibilities = Prose(
        label=_("Shared responsibilities"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("Who tests, oversees, logs, informs and answers complaints (A.10.2)."),
    )
    must_notify = Prose(
        label=_("What must be notified"),
        max_length=2000,
        rows=2,
        required=False,
        help_text=_("For example: new versions 30 days ahead, incidents within a day."),
    )
    contract_ends_on = Day(label=_("Contract ends"), required=False)
    next_review_on = Day(label=_("Next review"), required=False)


class NewSupplierForm(SupplierFields, NewForm):
    """A new supplier."""

    field_order = (
        *("name", "supplies", "matters_to", "responsibilities", "must_notify"),
        *("owner", "contract_ends_on", "next_review_on"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)


class EditSupplierForm(SupplierFields, VersionedForm):
    """Corrections to what is known about a supplier."""
