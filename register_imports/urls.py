"""/imports/: sheets of channels, each by the day it came and its number on that day."""

from __future__ import annotations

from django.urls import path, register_converter

from register_imports import views as imports


class ImportReference:
    """2026-11-20-01"""

    regex = r"\d{4}-\d{2}-\d{2}-\d{2,4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ImportReference, "import")

app_name = "imports"
urlpatterns = [
    path("", imports.index, name="list"),
    path("template/", imports.template, name="template"),
    path("<import:ref>/", imports.detail, name="detail"),
    path("<import:ref>/columns/", imports.choose_columns, name="columns"),
    path("<import:ref>/mend/", imports.mend, name="mend"),
    path("<import:ref>/problems/", imports.problems, name="problems"),
    path("<import:ref>/start/", imports.start, name="start"),
    path("<import:ref>/cancel/", imports.cancel, name="cancel"),
    path("<import:ref>/undo/", imports.undo, name="undo"),
]
