from __future__ import annotations

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.index, name="list"),
    path("read/", views.read_information, name="read_information"),
    path("<uuid:pk>/read/", views.read, name="read"),
]
