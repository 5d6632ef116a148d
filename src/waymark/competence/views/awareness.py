"""The page of one topic of awareness: whom it concerns, by when, and after how many months it comes again."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.competence.awareness import awareness_lines
from waymark.competence.forms.awareness import IntervalForm
from waymark.competence.models.awareness import TopicInterval
from waymark.competence.models.training import Training
from waymark.competence.starter import starter
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.listing import reading_of
from waymark.trail.history import history_of


@require_http_methods(["GET", "POST"])
@needs(Can.READ, write=Can.MANAGE_AIMS)
def awareness_topic(request: OrganisationRequest, topic: str) -> HttpResponseBase:
    """Show a topic with everybody it concerns, and set its interval."""
    found = starter().topic(topic)
    if found is None:
        raise Http404
    organisation, today = request.organisation, reading_of(request.member).today
    kept = TopicInterval.objects.in_force(organisation, topic)
    form = IntervalForm(request.POST if request.method == "POST" else None, initial={"months": kept.months})

    def page(shown: IntervalForm) -> HttpResponseBase:
        trainings = Training.objects.of(organisation).newest_first()
        context = {
            "topic": found,
            "audience": starter().audience(found.audience),
            "kept": kept,
            "form": shown,
            "lines": awareness_lines(organisation, today, topic=topic),
            "trainings": [one for one in trainings if topic in one.topics],
            "today": today,
            "history": history_of(kept) if kept.pk else None,
        }
        return respond(request, page="competence/topic.html", context=context, status=422 if shown.errors else 200)

    def done(_result: object) -> HttpResponseBase:
        messages.success(request, _("Saved."))
        return see_other("awareness_topic", organisation.slug, topic)

    return submit(request, form, lambda typed: kept.set_months(by=request.member, **typed), on_refusal=page, done=done)
