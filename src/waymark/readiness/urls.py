"""The address of the path page: the organisation's home."""

from django.urls import path

from waymark.readiness import views

urlpatterns = [path("o/<slug:slug>/", views.path, name="path")]
