"""What the editor of a text asks for: how the text will look, and which records can be named in it."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.records.texts import blocks_shown, offered

LONGEST: Final = 400_000
"""Characters of a text that is shown before it is saved."""
LONGEST_TYPED: Final = 60


@require_POST
@needs(Can.WORK)
def preview(request: OrganisationRequest) -> HttpResponse:
    """Show how a text will look; nothing is saved. `field` names the box that it was typed in."""
    text = request.POST.get(request.GET.get("field", "text"), "")
    refused = len(text) > LONGEST
    words = _("This text is too long to preview: it may have %(most)s characters at most.") % {"most": f"{LONGEST:,}"}
    context = {"blocks": () if refused else blocks_shown(request.member, text), "refused": words if refused else ""}
    status = 422 if refused else 200
    return respond(request, page="records/text_preview.html", part="records/_text.html", context=context, status=status)


@require_safe
@needs(Can.WORK)
def records_offered(request: OrganisationRequest) -> HttpResponse:
    """Offer the records that a text can name, while somebody types behind two brackets."""
    found = offered(request.member, request.GET.get("find", "")[:LONGEST_TYPED])
    return respond(request, page="records/_offered.html", context={"found": found})
