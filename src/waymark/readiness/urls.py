"""Addresses of the path page, the organisation's home, of what is set there, and of the portfolio."""

from django.urls import path

from waymark.readiness import views, views_portfolio

urlpatterns = [
    path("portfolio", views_portfolio.portfolio, name="portfolio"),
    path("o/<slug:slug>/", views.path, name="path"),
    path("o/<slug:slug>/target", views.target, name="certificate_target"),
]
