"""Lists: what I owe, all tasks, my inbox."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from waymark.core.clock import day_in
from waymark.core.respond import respond
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.tasks.forms import ChangesForm, ReadingForm
from waymark.tasks.models.task import Task
from waymark.tasks.noticing import read
from waymark.tasks.owing import by_consequence, owing
from waymark.tasks.queries import Chosen, inbox, task_list
from waymark.tasks.views.fetch import back
from waymark.tasks.work import change_all

_MOST_AT_ONCE = 200
_OWED_A_PAGE = 100


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
    found = owing(whose, day_in(request.organisation.time_zone))
    show = next((word for word in ("overdue", "soon") if word == request.GET.get("show")), "")
    page = Paginator(found.that_are(show), _OWED_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "page": page,
        "shown": by_consequence(page.object_list, request.member),
        "whose": whose,
        "is_mine": whose.pk == request.member.pk,
        "members": members,
        "show": show,
        "day": found.today,
        "may_work": request.member.can(Can.WORK),
    }
    return respond(request, page="tasks/my_work.html", context=context)


@require_safe
@needs(Can.READ)
def tasks(request: OrganisationRequest) -> HttpResponse:
    """List tasks, by who owns them, how far they are, and what they say."""
    return _list(request)


@require_POST
@needs(Can.WORK)
def task_changes(request: OrganisationRequest) -> HttpResponse:
    """Hand many tasks over, or set one date for all of them."""
    organisation, asked = request.organisation, request.POST.getlist("chosen")[:_MOST_AT_ONCE]
    numbers = [int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 10]  # noqa: PLR2004 -- longer than any number
    found = list(Task.objects.of(organisation).filter(number__in=numbers).select_related("owner"))
    form = ChangesForm(request.POST, organisation=organisation, numbers=[one.number for one in found])
    if not form.is_valid():
        return _list(request, form, status=422)
    chosen = [one.require(request.member) for one in found if one.number in form.cleaned_data["chosen"]]
    typed = form.cleaned_data
    count = change_all(chosen, by=request.member, owner=typed["owner"], due_on=typed["due_on"], act=typed["act"])
    messages.success(request, ngettext("%(n)d task changed.", "%(n)d tasks changed.", count) % {"n": count})
    return back(request, "tasks")


@require_safe
@needs(Can.READ)
def notices(request: OrganisationRequest) -> HttpResponse:
    """Show the member's inbox."""
    context = {"inbox": inbox(request.member, request.GET.get("page")), "may_work": request.member.can(Can.WORK)}
    return respond(request, page="tasks/notices.html", context=context)


@require_POST
@needs(Can.WORK)
def notices_reading(request: OrganisationRequest) -> HttpResponse:
    """Mark one notice, or all of them, as read."""
    form = ReadingForm(request.POST)
    if form.is_valid():
        count = read(request.member, form.cleaned_data["notice"])
        messages.success(request, ngettext("%(n)d notice read.", "%(n)d notices read.", count) % {"n": count})
        return back(request, "notices")
    context = {"inbox": inbox(request.member, None), "may_work": True, "form": form}
    return respond(request, page="tasks/notices.html", context=context, status=422)


def _list(request: OrganisationRequest, form: ChangesForm | None = None, status: int = 200) -> HttpResponse:
    member, given = request.member, request.GET
    state = given.get("state", "open")
    chosen = Chosen(
        given.get("whose", "all"),
        state if state in {"open", "done", "overdue", "soon"} else "open",
        given.get("q", "").replace("\0", "")[:200].strip(),
    )
    context = {
        "shown": task_list(member, chosen, day_in(request.organisation.time_zone), given.get("page")),
        "chosen": chosen,
        "form": form,
        "members": list(Member.objects.of(request.organisation).active().by_name()),
        "states": [("open", _("Open")), ("overdue", _("Overdue")), ("soon", _("Due soon")), ("done", _("Done"))],
        "may_work": member.can(Can.WORK),
    }
    return respond(request, page="tasks/tasks.html", part="tasks/_tasks.html", context=context, status=status)
