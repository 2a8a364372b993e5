"""/channels/: the reference first, words after; the words are decoration."""

from __future__ import annotations

from django.urls import path, register_converter

from accounts_registry.views import (
    adding,
    channels,
    details,
    life,
    opening,
    people,
    watch,
    watch_moves,
)


class Reference:
    """ch0142: a channel's reference as it stands in an address."""

    regex = r"[Cc][Hh]\d{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value.lower()


class WatchReference(Reference):
    """wa0003: an entry of the watch list."""

    regex = r"[Ww][Aa]\d{4,}"


register_converter(Reference, "channel")
register_converter(WatchReference, "watched")

app_name = "register"
urlpatterns = [
    path("", channels.index, name="list"),
    path("add/", adding.add, name="add"),
    path("accept/", adding.accept, name="accept"),
    path("watch/", watch.index, name="watch"),
    path("watch/add/", watch.add, name="watch_add"),
    path("watch/<watched:ref>/", watch.detail, name="watched"),
    path("watch/<watched:ref>/details/", watch.change, name="watch_change"),
    path("watch/<watched:ref>/evidence/", watch.evidence, name="watch_evidence"),
    path("watch/<watched:ref>/notice/", watch_moves.notice, name="watch_notice"),
    path("watch/<watched:ref>/answer/", watch_moves.answer, name="watch_answer"),
    path("watch/<watched:ref>/response/", watch_moves.response, name="watch_response"),
    path("watch/<watched:ref>/renamed/", watch_moves.renamed, name="watch_renamed"),
    path("watch/<watched:ref>/gone/", watch_moves.removed, name="watch_removed"),
    path("watch/<watched:ref>/leave-alone/", watch_moves.tolerate, name="watch_tolerate"),
    path("watch/<watched:ref>/pass-on/", watch_moves.escalate, name="watch_escalate"),
    path("watch/<watched:ref>/found-again/", watch_moves.found_again, name="watch_found_again"),
    path("watch/<watched:ref>/check/", watch_moves.check, name="watch_check"),
    path("watch/<watched:ref>/reports/add/", watch_moves.log_takedown, name="watch_report"),
    path(
        "watch/<watched:ref>/reports/<uuid:pk>/",
        watch_moves.answer_takedown,
        name="watch_report_answer",
    ),
    path("<channel:ref>/", channels.detail, name="detail"),
    path("<channel:ref>-<slug:words>/", channels.detail, name="detail"),
    path("<channel:ref>/opening/", opening.opening_checks, name="opening"),
    path("<channel:ref>/details/", details.details, name="details"),
    path("<channel:ref>/people/", people.people, name="people"),
    path("<channel:ref>/people/<uuid:pk>/remove/", people.remove_person, name="remove_person"),
    path("<channel:ref>/cancel/", opening.cancel, name="cancel"),
    path("<channel:ref>/pause/", life.pause, name="pause"),
    path("<channel:ref>/resume/", life.resume, name="resume"),
    path("<channel:ref>/start-closing/", life.start_closing, name="start_closing"),
    path("<channel:ref>/close/", life.close, name="close"),
]
