from __future__ import annotations

from django.urls import URLPattern, path

from schools.views import schools, settings_pages, trust

app_name = "settings"
urlpatterns: list[URLPattern] = [
    path("", settings_pages.index, name="index"),
    path("your-trust/", trust.trust, name="trust"),
    path("logo-and-colour/", trust.brand, name="brand"),
    path("start-from-a-policy/", trust.presets, name="presets"),
    path("start-from-a-policy/apply/", trust.apply_preset, name="apply_preset"),
    path("schools/", schools.schools, name="schools"),
    path("schools/add/", schools.add_school, name="add_school"),
    path("schools/<slug:slug>/", settings_pages.school, name="school"),
    path("schools/<slug:slug>/details/", schools.details, name="details"),
    path("schools/<slug:slug>/dates/", schools.dates, name="dates"),
    path(
        "schools/<slug:slug>/<slug:section>/", settings_pages.school_section, name="school_section"
    ),
    path("<slug:section>/", settings_pages.settings_section, name="section"),
]
