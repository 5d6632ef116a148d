"""What I owe, and my inbox."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from waymark.core.clock import day_in
from waymark.core.redirects import came_from, moved_to, see_other
from waymark.core.respond import respond
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.work.first import first_owned
from waymark.work.forms import ReadingForm
from waymark.work.notify import read
from waymark.work.owed import by_consequence, owed_by
from waymark.work.queries import inbox

_OWED_A_PAGE = 50


@require_safe
@needs(Can.READ)
def my_work(request: OrganisationRequest) -> HttpResponse:
    """Show everything the member owes, the gravest first; who manages the AIMS may look at what others owe."""
    members: list[Member] = []
    whose = request.member
    if request.member.can(Can.MANAGE_AIMS):
        members = list(Member.objects.of(request.organisation).active().by_name())
        whose = next((one for one in members if str(one.pk) == request.GET.get("of")), whose)
        whose.organisation = request.organisation
    found = owed_by(whose, day_in(request.organisation.time_zone))
    show = next((word for word in ("overdue", "soon") if word == request.GET.get("show")), "")
    kind = next((name for name, _label, _n in found.kinds if name == request.GET.get("kind")), "")
    narrowed = found.that_are(show, kind)
    page = Paginator(narrowed, _OWED_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "narrowed": narrowed,
        "page": page,
        "shown": by_consequence(found, list(page.object_list), request.member),
        "whose": whose,
        "is_mine": whose.pk == request.member.pk,
        "members": members,
        "show": show,
        "day": found.today,
        "may_work": request.member.can(Can.WORK),
        "asks_for_role": _who_gives_roles(request),
    }
    return respond(request, page="work/my_work.html", context=context)


def _who_gives_roles(request: OrganisationRequest) -> list[Member]:
    # They are named to those alone whose role does not let them finish their work.
    return [] if request.member.can(Can.WORK) else Member.objects.of(request.organisation).administrators()


@require_safe
@needs(Can.READ)
def first_work(request: OrganisationRequest) -> HttpResponseBase:
    """Show a new owner the first three things that are theirs, and what each needs."""
    today = day_in(request.organisation.time_zone)
    found = first_owned(request.member, today)
    if not found.total:
        return moved_to(reverse("my_work", args=[request.organisation.slug]))
    context = {"found": found, "day": today}
    return respond(request, page="work/first_work.html", context=context)


@require_safe
@needs(Can.READ)
def notices(request: OrganisationRequest) -> HttpResponse:
    """Show the member's inbox."""
    context = {"inbox": inbox(request.member, request.GET.get("page"))}
    return respond(request, page="work/notices.html", context=context)


@require_POST
@needs(Can.READ)
def notices_reading(request: OrganisationRequest) -> HttpResponseBase:
    """Mark one of the member's own notices, or all of them, as read."""

    def done(count: int) -> HttpResponseBase:
        messages.success(request, ngettext("%(n)d notice read.", "%(n)d notices read.", count) % {"n": count})
        return see_other(came_from(request, reverse("notices", args=[request.organisation.slug])))

    def refused(form: ReadingForm) -> HttpResponseBase:
        context = {"inbox": inbox(request.member, None), "form": form}
        return respond(request, page="work/notices.html", context=context, status=422)

    form = ReadingForm(request.POST)
    return submit(request, form, lambda typed: read(request.member, typed["notice"]), on_refusal=refused, done=done)
