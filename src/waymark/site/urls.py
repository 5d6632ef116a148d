"""The address table."""

from django.urls import URLPattern, URLResolver, include, path

from waymark.site import edge
from waymark.site.api import NAMESPACE, addresses

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("waymark.people.urls_sign_in")),
    path("api/", include((addresses(), NAMESPACE), namespace=NAMESPACE)),
    path("", include("waymark.people.urls")),
    path("", include("waymark.records.urls")),
    path("", include("waymark.catalogue.urls")),
    path("", include("waymark.evidence.urls")),
    path("", include("waymark.conformity.urls")),
    path("", include("waymark.documents.urls")),
    path("", include("waymark.context.urls")),
    path("", include("waymark.signing.urls")),
    path("", include("waymark.competence.urls")),
    path("", include("waymark.tasks.urls")),
    path("", include("waymark.work.urls")),
    path("", include("waymark.exchange.urls")),
    path("", include("waymark.reports.urls")),
    path("", include("waymark.site.background.urls")),
    path("", include("waymark.site.demo.urls")),
    path("", include("waymark.site.hubs.urls")),
    path("", include("waymark.site.search.urls")),
    path("", include("waymark.readiness.urls")),
]
handler400 = edge.bad_request
handler404 = edge.not_found
handler500 = edge.server_error
