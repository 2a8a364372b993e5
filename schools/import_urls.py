"""/imports/schools/: schools from the Department's file."""

from __future__ import annotations

from django.urls import URLPattern, path

from schools.views import imports

app_name = "school_imports"
urlpatterns: list[URLPattern] = [
    path("", imports.upload_schools, name="upload"),
    path("<uuid:pk>/", imports.check_schools, name="check"),
]
