"""/settings/platforms/: platforms and minimum ages."""

from __future__ import annotations

from django.urls import path

from platforms import views as platforms

app_name = "platforms"
urlpatterns = [
    path("", platforms.index, name="list"),
    path("<slug:code>/", platforms.change_platform, name="change"),
]
