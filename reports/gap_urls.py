"""/channels/gaps/: where we are expected to have a channel and do not."""

from __future__ import annotations

from django.urls import path

from reports import views_gaps

app_name = "gaps"
urlpatterns = [path("", views_gaps.gaps, name="gaps")]
