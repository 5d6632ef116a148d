"""Addresses of the path page, the organisation's home, and of what is set there."""

from django.urls import path

from waymark.readiness import views

urlpatterns = [
    path("o/<slug:slug>/", views.path, name="path"),
    path("o/<slug:slug>/target", views.target, name="certificate_target"),
]
