"""Addresses about roles, competence and awareness."""

from django.urls import path

from waymark.competence.registers.awareness import AWARENESS
from waymark.competence.registers.expiring import EXPIRING
from waymark.competence.registers.ownership import OWNERSHIP
from waymark.competence.registers.separation import SEPARATIONS
from waymark.competence.registers.standing import STANDING
from waymark.competence.views import awareness, competence, ownership, proof, raci, role, training
from waymark.records.pages import record_urls
from waymark.records.views import register_view

urlpatterns = [
    path("o/<slug:slug>/aims-roles/proposals", role.role_proposals, name="aims_role_proposals"),
    *record_urls(role.PAGE),
    path("o/<slug:slug>/raci/columns", raci.raci_columns, name="raci_columns"),
    path("o/<slug:slug>/raci/adoption", raci.raci_adoption, name="raci_adoption"),
    *record_urls(raci.PAGE),
    path("o/<slug:slug>/competence/", register_view(STANDING), name=STANDING.name),
    path("o/<slug:slug>/awareness/", register_view(AWARENESS), name=AWARENESS.name),
    path("o/<slug:slug>/awareness/topics/<str:topic>", awareness.awareness_topic, name="awareness_topic"),
    path("o/<slug:slug>/expiring/", register_view(EXPIRING), name=EXPIRING.name),
    path("o/<slug:slug>/separations/", register_view(SEPARATIONS), name=SEPARATIONS.name),
    path("o/<slug:slug>/ownership/", register_view(OWNERSHIP), name=OWNERSHIP.name),
    path("o/<slug:slug>/members/<int:pk>/ownership", ownership.member_ownership, name="member_ownership"),
    *record_urls(competence.PAGE),
    *record_urls(proof.PAGE),
    *record_urls(training.PAGE),
]
