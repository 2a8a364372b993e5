"""Addresses of the people pages and of one's own account."""

from __future__ import annotations

from django.urls import path

from people.views import account, imports, people

app_name = "people"
urlpatterns = [
    path("people/", people.people_list, name="list"),
    path("people/roles/", people.roles, name="roles"),
    path("people/add/", people.add, name="add"),
    path("people/import/", imports.upload, name="import"),
    path("people/import/template.csv", imports.template, name="import_template"),
    path("people/import/<uuid:pk>/", imports.check_import, name="check_import"),
    path("people/roles/<uuid:pk>/end/", people.end_role, name="end_role"),
    path("people/posts/<uuid:pk>/end/", people.end_post, name="end_post"),
    path("people/<uuid:pk>/", people.detail, name="detail"),
    path("people/<uuid:pk>/change/", people.change, name="change"),
    path("people/<uuid:pk>/invite/", people.invite, name="invite"),
    path("people/<uuid:pk>/leaving/", people.leaving, name="leaving"),
    path("people/<uuid:pk>/post/", people.give_post, name="give_post"),
    path("people/<uuid:pk>/role/", people.give_role, name="give_role"),
    path("people/<uuid:pk>/training/", people.training, name="training"),
    path("account/", account.account, name="account"),
    path("account/phones/", account.phones, name="phones"),
    path("account/tables/", account.tables, name="tables"),
]
