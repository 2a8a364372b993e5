"""/channels/watch/: accounts that are not ours."""

from __future__ import annotations

from django.urls import path, register_converter

from watch_list.views import moves, watch


class WatchReference:
    """wa0003: an entry of the watch list, as it stands in an address."""

    regex = r"[Ww][Aa]\d{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value.lower()


register_converter(WatchReference, "watched")

app_name = "watch"
urlpatterns = [
    path("", watch.index, name="list"),
    path("add/", watch.add, name="add"),
    path("<watched:ref>/", watch.detail, name="detail"),
    path("<watched:ref>/details/", watch.change, name="change"),
    path("<watched:ref>/evidence/", watch.evidence, name="evidence"),
    path("<watched:ref>/notice/", moves.notice, name="notice"),
    path("<watched:ref>/answer/", moves.answer, name="answer"),
    path("<watched:ref>/response/", moves.response, name="response"),
    path("<watched:ref>/renamed/", moves.renamed, name="renamed"),
    path("<watched:ref>/gone/", moves.removed, name="removed"),
    path("<watched:ref>/leave-alone/", moves.tolerate, name="tolerate"),
    path("<watched:ref>/pass-on/", moves.escalate, name="escalate"),
    path("<watched:ref>/found-again/", moves.found_again, name="found_again"),
    path("<watched:ref>/check/", moves.check, name="check"),
    path("<watched:ref>/fake/", moves.fake, name="fake"),
    path("<watched:ref>/no-fake/", moves.no_fake, name="no_fake"),
    path("<watched:ref>/reports/add/", moves.log_takedown, name="report"),
    path(
        "<watched:ref>/reports/<uuid:pk>/",
        moves.answer_takedown,
        name="report_answer",
    ),
]
