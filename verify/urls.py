"""/verify/ and /v/: public, and permanent because they are printed."""

from __future__ import annotations

from django.urls import path

from verify.views import public, publication

app_name = "verify"
urlpatterns = [
    path("verify/", public.index, name="index"),
    path("verify/check/", public.check, name="check"),
    path("verify/<slug:address>/", public.verify_school, name="school"),
    path("verify/<slug:address>.json", public.verify_json, name="json"),
    path("verify/<slug:address>.svg", public.verify_code, name="code"),
    path("v/<slug:address>", public.short, name="short"),
    path("channels/privacy-notice/", publication.privacy_notices, name="privacy_notices"),
    path("channels/privacy-notice/<slug:slug>/", publication.privacy_notice, name="privacy_notice"),
    path("channels/website-list/", publication.website_lists, name="website_lists"),
    path("channels/website-list/<slug:slug>/", publication.website_list, name="website_list"),
]
