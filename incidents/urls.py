"""Concerns: the restricted area. To anybody without sight of a concern its address does not exist."""

from __future__ import annotations

from django.urls import URLPattern, path

from incidents.concern import views as views
from incidents.hand_over import views as hand_over

app_name = "incidents"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="list"),
    path("log/", views.log, name="log"),
    path("hand-over/<uuid:pk>/", hand_over.answer_hand_over, name="hand_over"),
    path("<str:ref>/", views.detail, name="detail"),
    path("<str:ref>/chronology/", views.chronology, name="chronology"),
    path("<str:ref>/chronology/add/", views.add_entry, name="add_entry"),
    path("<str:ref>/chronology/<int:position>/correct/", views.correct, name="correct"),
    path("<str:ref>/seen/", views.mark_seen, name="mark_seen"),
    path("<str:ref>/referrals/add/", views.add_referral, name="add_referral"),
    path("<str:ref>/resume/", views.resume, name="resume"),
    path("<str:ref>/condition/", views.meet_condition, name="meet_condition"),
    path("<str:ref>/who/", views.who, name="who"),
    path("<str:ref>/who/share/", views.share, name="share"),
    path("<str:ref>/who/about/", views.name_party, name="name_party"),
    path("<str:ref>/who/end/", views.end_share, name="end_share"),
    path("<str:ref>/outcome/", views.outcome, name="outcome"),
    path("<str:ref>/close/", views.close, name="close"),
    path("<str:ref>/reopen/", views.reopen, name="reopen"),
]
