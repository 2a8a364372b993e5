from __future__ import annotations

from django.urls import URLPattern, path

from schools import views

app_name = "settings"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("your-trust/", views.trust, name="trust"),
    path("logo-and-colour/", views.brand, name="brand"),
    path("start-from-a-policy/", views.presets, name="presets"),
    path("start-from-a-policy/apply/", views.apply_preset, name="apply_preset"),
    path("schools/", views.schools, name="schools"),
    path("schools/add/", views.add_school, name="add_school"),
    path("schools/<slug:slug>/", views.school, name="school"),
    path("schools/<slug:slug>/details/", views.details, name="details"),
    path("schools/<slug:slug>/dates/", views.dates, name="dates"),
    path("schools/<slug:slug>/<slug:section>/", views.school_section, name="school_section"),
    path("<slug:section>/", views.section, name="section"),
]
