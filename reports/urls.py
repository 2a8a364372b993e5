"""/exports/: files people asked for."""

from __future__ import annotations

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.exports, name="exports"),
    path("channel/<channel:ref>/", views.channel_sheet, name="channel_sheet"),
    path("<uuid:pk>/", views.detail, name="detail"),
]
