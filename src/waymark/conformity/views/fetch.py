"""What several views fetch first."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from waymark.catalogue.models.framework import Framework
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import framework_of
from waymark.people.models.organisation import Organisation


def round_or_404(organisation: Organisation, number: int) -> GapAssessment:
    """Return one round of an organisation."""
    found = get_object_or_404(GapAssessment.objects.of(organisation).numbered(number).defer("evidence"))
    found.organisation = organisation
    return found


def framework_or_404(organisation: Organisation) -> Framework:
    """Return the framework the organisation has taken up."""
    found = framework_of(organisation)
    if found is None:
        raise Http404
    return found
