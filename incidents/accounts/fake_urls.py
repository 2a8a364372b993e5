"""Suspected fakes: the public page that reports one, and the pack for having it taken down."""

from __future__ import annotations

from django.urls import URLPattern, path

from incidents.accounts.views import fakes

app_name = "fakes"
urlpatterns: list[URLPattern] = [
    path("verify/report/", fakes.report, name="report"),
    path("verify/report/sent/<slug:address>/", fakes.sent, name="sent"),
    path("channels/watch/<slug:ref>/take-down/", fakes.take_down_pack, name="take_down_pack"),
]
