"""The register of requests for signatures."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.registers import QuerySetRows, Register
from waymark.signing.models.request import SigningRequest, SigningState
from waymark.work.owners import owner_act


def can_sign(member: Member) -> bool:
    """Return whether a member can be asked: a signature is given by somebody who can sign in."""
    return member.has_sign_in


REQUESTS: Final[Register[SigningRequest]] = Register(
    name="signing_requests",
    path="signatures",
    word="signing-request",
    label=_("Requests for signatures"),
    intro=_("Who was asked to sign which versions, by when, and what came of it."),
    source=QuerySetRows.of(SigningRequest, prepare=lambda rows: rows.select_related("owner", "asked_by")),
    columns=(
        columns.reference(),
        columns.text("title", _("Title"), opens=True, width=40),
        columns.person("signer", _("Signer"), of="owner", sort=("owner__name",)),
        columns.person("asked_by", _("Requested by"), only_in_files=True),
        columns.day("due_on", _("Due"), is_late=lambda one, reading: one.is_overdue(reading.today)),
        columns.choice("state", _("State"), SigningState),
        columns.day("closed_on", _("Closed on"), is_sortable=False, only_in_files=True),
        columns.text("note", _("Note"), only_in_files=True, width=40),
    ),
    filters=(
        filters.words(lambda one: (one.title, one.note)),
        filters.owner(lambda one: one.owner_id, label=_("Signer")),
        filters.state(SigningState, otherwise=SigningState.OPEN),
    ),
    acts=(owner_act(Can.WORK, needed=True, able=can_sign),),
    order="due_on",
    address="signing_request",
    changes="signing_request_changes",
    nothing=(
        _("No open requests"),
        _("A signature is requested on the page of what is to be signed, such as a document in review."),
    ),
)
