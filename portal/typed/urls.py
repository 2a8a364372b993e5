"""One address for what is being typed, whatever page it is typed on, and one to throw it away."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.typed import views

app_name = "typed"
urlpatterns: list[URLPattern] = [
    path("", views.keep_typed, name="keep"),
    path("throw-away/", views.throw_away, name="throw_away"),
]
