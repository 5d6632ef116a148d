"""Addresses of what every register has."""

from django.urls import path

from waymark.records import saved_views

urlpatterns = [
    path("o/<slug:slug>/lists/<slug:register>/views", saved_views.save_view, name="register_view"),
    path("o/<slug:slug>/lists/<slug:register>/views/removal", saved_views.remove_view, name="register_view_removal"),
]
