"""Addresses of the catalogue's pages."""

from django.urls import path

from waymark.catalogue import views

urlpatterns = [
    path("o/<slug:slug>/wording/<str:ref>", views.wording, name="wording"),
    path("o/<slug:slug>/wording/<str:ref>/withdrawal", views.withdrawal, name="wording_withdrawal"),
    path("o/<slug:slug>/frameworks/<slug:framework>/wording/<str:ref>", views.wording, name="wording"),
    path(
        "o/<slug:slug>/frameworks/<slug:framework>/wording/<str:ref>/withdrawal",
        views.withdrawal,
        name="wording_withdrawal",
    ),
]
