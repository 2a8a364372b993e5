"""Addresses of the schools' pages: they name people, so they live on this floor."""

from __future__ import annotations

from django.urls import URLPattern, path

from people.school_pages import views as school_views

app_name = "schools"
urlpatterns: list[URLPattern] = [
    path("", school_views.school_list, name="list"),
    path("<slug:slug>/", school_views.school_detail, name="detail"),
]
