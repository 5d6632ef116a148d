"""Addresses of what every register has, and of the list of members."""

from django.urls import path

from waymark.records import saved_views, views_texts
from waymark.records.people_registers import MEMBERS
from waymark.records.views import register_view

urlpatterns = [
    path("o/<slug:slug>/members", register_view(MEMBERS), name=MEMBERS.name),
    path("o/<slug:slug>/lists/<slug:register>/views", saved_views.save_view, name="register_view"),
    path("o/<slug:slug>/lists/<slug:register>/views/removal", saved_views.remove_view, name="register_view_removal"),
    path("o/<slug:slug>/texts/preview", views_texts.preview, name="text_preview"),
    path("o/<slug:slug>/texts/records", views_texts.records_offered, name="records_offered"),
]
