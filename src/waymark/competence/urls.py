"""Addresses about roles, competence and awareness."""

from django.urls import path

from waymark.competence.views import raci, role
from waymark.records.pages import record_urls

urlpatterns = [
    path("o/<slug:slug>/aims-roles/proposals", role.role_proposals, name="aims_role_proposals"),
    *record_urls(role.PAGE),
    path("o/<slug:slug>/raci/adoption", raci.raci_adoption, name="raci_adoption"),
    *record_urls(raci.PAGE),
]
