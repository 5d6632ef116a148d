"""Addresses of downloads."""

from django.urls import path

from waymark.reports import views

urlpatterns = [
    path("o/<slug:slug>/reports/gap/GA-<int:number>.<slug:extension>", views.gap_export, name="gap_export"),
]
