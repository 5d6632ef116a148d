"""Addresses of the demo organisations."""

from django.urls import path

from waymark.site.demo import views

urlpatterns = [
    path("demo", views.loading, name="demo_loading"),
    path("o/<slug:slug>/demo/removal", views.removal, name="demo_removal"),
]
