from __future__ import annotations

from django.urls import URLPattern, path

from demo import views

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("outbox/", views.outbox_page, name="outbox"),
    path("reset/", views.reset, name="reset"),
]
