"""The portal's own settings, with Django's admin beside it as the yardstick for a list page."""

from __future__ import annotations

from portal.settings import *  # noqa: F403
from portal.settings import INSTALLED_APPS as PORTAL_APPS

INSTALLED_APPS = ["django.contrib.admin", *PORTAL_APPS]
ROOT_URLCONF = "benchmarks.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
