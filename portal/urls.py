"""Every address of the portal, noun first and verb last."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from portal.home import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("people.sign_in.urls")),
    path("", include("people.urls")),
    path("settings/platforms/", include("platforms.urls")),
    path("settings/mail/", include("people.mail.urls")),
    path("settings/", include("schools.settings_urls")),
    path("schools/", include("people.school_pages.urls")),
    path("policies/", include("policies.urls")),
    path("", include("approvals.urls")),
    path("", include("incidents.accounts.channel_urls")),
    path("", include("incidents.accounts.fake_urls")),
    path("channels/gaps/", include("reports.gap_urls")),
    path("channels/watch/", include("watch_list.urls")),
    path("channels/", include("accounts_registry.urls")),
    path("", include("verify.urls")),
    path("report/", include("incidents.report.urls")),
    path("concerns/", include("incidents.urls")),
    path("cover/", include("reminders.urls")),
    path("imports/schools/", include("schools.import_urls")),
    path("imports/", include("register_imports.urls")),
    path("compliance/", include("reports.compliance_urls")),
    path("exports/", include("reports.urls")),
    path("notifications/", include("notifications.urls")),
    path("demo/", include("demo.urls")),
    path("typed/", include("portal.typed.urls")),
    path("", home, name="home"),
    path("", include("portal.page_urls")),
]
