"""Addresses of the search."""

from django.urls import path

from waymark.site.search import views

urlpatterns = [
    path("search", views.search_outside, name="search"),
    path("o/<slug:slug>/search", views.search_inside, name="organisation_search"),
]
