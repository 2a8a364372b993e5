"""/requests/, and the day a channel opened, which ends the request that asked for it."""

from __future__ import annotations

from django.urls import path, register_converter

from approvals.decision import views as deciding
from approvals.handover import views as opening
from approvals.request.views import converting, following, requests, writing


class Reference:
    """rq0231: a request's reference as it stands in an address."""

    regex = r"[Rr][Qq]\d{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value.lower()


register_converter(Reference, "request")

app_name = "approvals"
urlpatterns = [
    path("requests/", requests.index, name="list"),
    path("requests/new/", requests.start, name="start"),
    path("requests/<request:ref>/", following.detail, name="detail"),
    path("requests/<request:ref>/tasks/", writing.tasks, name="tasks"),
    path("requests/<request:ref>/tasks/<slug:task>/", writing.task, name="task"),
    path("requests/<request:ref>/check-answers/", writing.check_answers, name="check_answers"),
    path("requests/<request:ref>/sent/", writing.sent, name="sent"),
    path("requests/<request:ref>/decision/", deciding.decide, name="decision"),
    path(
        "requests/<request:ref>/decision/recorded/",
        deciding.decision_recorded,
        name="decision_recorded",
    ),
    path(
        "requests/<request:ref>/decision/sign-in-again/",
        deciding.sign_in_again,
        name="sign_in_again",
    ),
    path(
        "requests/<request:ref>/decision/<slug:outcome>/",
        deciding.decision_reasons,
        name="decision_reasons",
    ),
    path("requests/<request:ref>/adopt/", following.adopt, name="adopt"),
    path("requests/<request:ref>/agreement/", following.agreement, name="agreement"),
    path("requests/<request:ref>/conditions/<uuid:pk>/", following.condition, name="condition"),
    path("requests/<request:ref>/withdraw/", following.withdraw, name="withdraw"),
    path("channels/watch/<slug:ref>/convert/", converting.convert, name="convert"),
    path("channels/<slug:ref>/open/", opening.record_opening, name="open"),
    path("channels/<slug:ref>/open/early/", opening.record_early, name="open_early"),
]
