"""Addresses of background work."""

from django.urls import path

from waymark.site.background import views

urlpatterns = [
    path("background", views.background, name="background"),
    path("background/<uuid:key>/retry", views.retry, name="background_retry"),
    path("background/<uuid:key>/dismissal", views.dismissal, name="background_dismissal"),
]
