"""The small print, the trust's colour and the choice of school."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal import first_people, first_run, set_up, status_page, views

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("first-run/", first_run.first_run, name="first_run"),
    path("set-up/", set_up.set_up, name="set_up"),
    path("set-up/first/<uuid:pk>/", first_people.first_people, name="first_people"),
    path("status/", status_page.status, name="status"),
    path("privacy/", views.page, {"name": "privacy"}, name="privacy"),
    path("cookies/", views.page, {"name": "cookies"}, name="cookies"),
    path("accessibility/", views.page, {"name": "accessibility"}, name="accessibility"),
    path("brand/<slug:short_name>-<slug:version>.css", views.brand_css, name="brand_css"),
    path("brand/<slug:short_name>-<slug:version>.png", views.brand_logo, name="brand_logo"),
    path("your-school/", views.your_school, name="your_school"),
    path("your-school/choose/", views.choose_school, name="choose_school"),
]
