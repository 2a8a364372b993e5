from __future__ import annotations

from django.urls import URLPattern, path

from policies import views

app_name = "policies"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="list"),
    path("add/", views.add, name="add"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/versions/<str:number>/", views.old_version, name="version"),
    path("<slug:slug>/confirm/", views.confirm, name="confirm"),
    path("<slug:slug>/confirmations/", views.confirmations, name="confirmations"),
    path("<slug:slug>/publish/", views.publish, name="publish"),
]
