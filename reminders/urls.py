from __future__ import annotations

from django.urls import path

from reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.cover, name="cover"),
    path("away/", views.away, name="away"),
    path("away/of/<uuid:pk>/", views.away_of, name="away_of"),
    path("away/<uuid:pk>/", views.away_booked, name="away_booked"),
    path("away/<uuid:pk>/cancel/", views.cancel_away, name="cancel_away"),
    path("channels/<slug:ref>/", views.ask_for_channel, name="ask_for_channel"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
]
