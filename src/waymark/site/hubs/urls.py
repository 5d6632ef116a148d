"""Addresses of the hubs."""

from django.urls import path

from waymark.site.hubs import views

urlpatterns = [
    path("o/<slug:slug>/steps/<slug:hub>", views.hub_page, name="hub"),
    path("o/<slug:slug>/steps/<slug:hub>/pins", views.pins, name="hub_pins"),
]
