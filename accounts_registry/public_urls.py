"""/verify/ and /v/: public, and permanent because they are printed."""

from __future__ import annotations

from django.urls import path

from accounts_registry.views import public

app_name = "verify"
urlpatterns = [
    path("verify/", public.index, name="index"),
    path("verify/check/", public.check, name="check"),
    path("verify/<slug:address>/", public.school, name="school"),
    path("verify/<slug:address>.json", public.school_json, name="json"),
    path("verify/<slug:address>.svg", public.code, name="code"),
    path("v/<slug:address>", public.short, name="short"),
]
