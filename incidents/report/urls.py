"""Reporting a concern: open to everybody signed in. No address holds a reference but the reporter's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from incidents.report import views as views

app_name = "report"
urlpatterns: list[URLPattern] = [
    path("", views.start_report, name="start"),
    path("step/<int:number>/", views.step, name="step"),
    path("step/2/people/", views.people, name="people"),
    path("before-you-go-on/", views.before_you_go_on, name="before_you_go_on"),
    path("call/", views.call, name="call"),
    path("check/", views.check, name="check"),
    path("sent/", views.sent, name="sent"),
    path("exit/", views.exit_report, name="exit"),
    path("<str:ref>/add/", views.add, name="add"),
]
