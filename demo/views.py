"""The demo: choose a person, read the outbox, start again. Answers 404 anywhere but in demo mode."""

from __future__ import annotations

from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from access.guards import View, public
from audit import trail
from audit.events import Event
from demo import seed, starts
from demo.people import GROUPS, THINGS
from notifications.outbox import everything_sent
from people import actions as people_actions
from people.demo import persona
from people.sign_in import sessions
from schools.demo import first_trust


def demo_only(view: View) -> View:
    @public
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.IS_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return inner


@demo_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Five things to try, then everybody one can be."""
    request.brand_trust = first_trust()  # type: ignore[attr-defined]  # read by the frame of the page
    groups = [
        (group, [(person, persona(person.email)) for person in group.people]) for group in GROUPS
    ]
    things = [(thing, persona(thing.email)) for thing in THINGS]
    return render(request, "demo/index.html", {"groups": groups, "things": things})


@demo_only
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Be this person. Pressing the button is a fresh sign-in (decision 29)."""
    user = persona(request.POST.get("email", ""))
    if user is None:
        messages.warning(request, "There is nobody with that e-mail address in the demo.")
        return redirect("demo:index")
    sessions.start(request, user)
    record_authentication(request, user, method="password")
    people_actions.sign_in(by=user, at=timezone.now())
    if start := request.POST.get("start", ""):
        return redirect(starts.page_for(start, user, timezone.localdate()))
    wanted = request.POST.get("next", "")
    return redirect(
        wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else "/"
    )


@demo_only
@require_safe
def outbox_page(request: HttpRequest) -> HttpResponse:
    """Every e-mail the portal would have sent, newest first."""
    return render(request, "demo/outbox.html", {"sent": everything_sent()[:100]})


@demo_only
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Put the demo back to how it began, under the running portal."""
    seed.restore(timezone.localdate())
    trail.record(Event.DEMO_RESET, by=None, at=timezone.now())
    request.session.flush()
    return redirect("demo:index")
