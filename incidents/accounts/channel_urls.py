"""/channels/<reference>/still-gone/: what is seen of a closed account, which may be a concern."""

from __future__ import annotations

from django.urls import URLPattern, path

from incidents.accounts.views import closed_channels

app_name = "closed_channels"
urlpatterns: list[URLPattern] = [
    path("channels/<slug:ref>/still-gone/", closed_channels.still_gone, name="still_gone"),
]
