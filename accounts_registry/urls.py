"""/channels/: the reference first, words after; the words are decoration."""

from __future__ import annotations

from django.urls import path, register_converter

from accounts_registry.views import (
    adding,
    attesting,
    channels,
    details,
    gaps,
    life,
    opening,
    people,
    reviews,
    upkeep,
)


class Reference:
    """ch0142: a channel's reference as it stands in an address."""

    regex = r"[Cc][Hh]\d{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value.lower()


register_converter(Reference, "channel")

app_name = "register"
urlpatterns = [
    path("", channels.index, name="list"),
    path("add/", adding.add, name="add"),
    path("accept/", adding.accept, name="accept"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("last-posts/", upkeep.last_posts, name="last_posts"),
    path("platform-changed/", reviews.platform_changed, name="platform_changed"),
    path("attestation/", attesting.index, name="attestation"),
    path("attestation/<slug:slug>/", attesting.attest, name="attest"),
    path("<channel:ref>/", channels.detail, name="detail"),
    path("<channel:ref>-<slug:words>/", channels.detail, name="detail"),
    path("<channel:ref>/opening/", opening.opening_checks, name="opening"),
    path("<channel:ref>/details/", details.details, name="details"),
    path("<channel:ref>/people/", people.people, name="people"),
    path("<channel:ref>/people/<uuid:pk>/remove/", people.remove_person, name="remove_person"),
    path("<channel:ref>/privacy-review/", reviews.privacy_review, name="privacy_review"),
    path(
        "<channel:ref>/privacy-review/settings/", reviews.privacy_settings, name="privacy_settings"
    ),
    path("<channel:ref>/privacy-review/ask/", reviews.ask_for_review, name="ask_for_review"),
    path(
        "<channel:ref>/privacy-review/<uuid:pk>/", reviews.privacy_answers, name="privacy_answers"
    ),
    path(
        "<channel:ref>/privacy-review/<uuid:pk>/countersign/",
        reviews.countersign,
        name="countersign",
    ),
    path("<channel:ref>/pupil-images/", reviews.pupil_images, name="pupil_images"),
    path("<channel:ref>/last-post/", upkeep.last_post, name="last_post"),
    path("<channel:ref>/login-details/", upkeep.login_details, name="login_details"),
    path("<channel:ref>/risk-review/", upkeep.risk_review, name="risk_review"),
    path("<channel:ref>/evaluation/", upkeep.evaluate, name="evaluate"),
    path("<channel:ref>/evaluation/<uuid:pk>/", upkeep.evaluation, name="evaluation"),
    path("<channel:ref>/cancel/", opening.cancel, name="cancel"),
    path("<channel:ref>/pause/", life.pause, name="pause"),
    path("<channel:ref>/resume/", life.resume, name="resume"),
    path("<channel:ref>/start-closing/", life.start_closing, name="start_closing"),
    path("<channel:ref>/close/", life.close, name="close"),
]
