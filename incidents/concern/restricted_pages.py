"""The doors of the report and of the restricted area: files refused, idle people asked to sign in again, a way out at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from access.check import Hidden
from access.guards import View, guarded, signed_in
from access.roles import Permission
from drafts.answers import is_worth_keeping, typed_in
from incidents import actions
from incidents.concern import visibility
from incidents.concern.models import Incident
from people.api import UserRequest, second_step, set_it_up
from people.models import User

IDLE = timedelta(minutes=15)
STAMP = "restricted_at"


class RefuseFiles(FileUploadHandler):
    """Never lets a byte of an uploaded file be read or kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.request.had_file = True  # type: ignore[union-attr]  # a note on the request
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def no_files(view: View) -> View:
    """Refuse any request that carries a file, before anything of it is stored."""
    protected = csrf_protect(view)

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers = [RefuseFiles(request)]
        request.POST  # noqa: B018  reads the form, and skips its files
        if getattr(request, "had_file", False):
            return render(request, "incidents/no_files.html", status=409)
        return protected(request, *args, **kwargs)

    # The inner view is protected: the outer one must not read the form before the handlers are set.
    return csrf_exempt(inner)


def with_exit(view: View) -> View:
    """A page with "Exit this page": never kept by the browser, and free to leave for the neutral site."""

    @wraps(view)
    def inner(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        where = urlsplit(exit_address(request))
        response._csp_update = {"form-action": [f"{where.scheme}://{where.netloc}"]}  # type: ignore[attr-defined]  # read by django-csp
        return response

    return inner


def reporting(view: View) -> View:
    """A page of a report: for everybody signed in."""
    return signed_in(no_files(with_exit(view)))


def concern(permission: Permission) -> Callable[[View], View]:
    """A page of one concern, for those with sight of it. The view receives `(request, incident)`."""

    def decorate(view: View) -> View:
        inside = no_files(with_exit(fresh(view)))
        door = guarded(permission, Incident, lookup="reference__iexact")(inside)

        @wraps(door)
        def outer(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return door(request, *args, **kwargs)
            except (Http404, Hidden):
                lost = visibility.lost_by(request.user, kwargs["ref"])
                if lost is None:
                    raise
                return render(
                    request, "incidents/no_access.html", {"handler": lost.handler}, status=403
                )

        return outer

    return decorate


def area(permission: Permission) -> Callable[[View], View]:
    """A page of the restricted area that is about no single concern."""
    return lambda view: guarded(permission)(no_files(with_exit(fresh(view))))


def fresh(view: View) -> View:
    """Ask to sign in again after 15 minutes without a page of the restricted area.

    Whoever opens one has a second sign-in step: a chair too, and somebody it was shared with by name.
    """

    @wraps(view)
    def inner(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = timezone.now()
        if now - last_seen(request) > IDLE:
            keep_typed(request, page=request.path, by=request.user, at=now)
            return ask_again(request)
        if settings.SECOND_STEP != "never" and second_step.is_missing(request):
            return set_it_up(request, "Concerns need a second sign-in step.")
        request.session[STAMP] = now.timestamp()
        return view(request, *args, **kwargs)

    return inner


def keep_typed(request: HttpRequest, *, page: str, by: User, at: datetime) -> None:
    """Nobody loses a long entry because the page locked while they wrote it."""
    typed = typed_in(request.POST)
    if is_worth_keeping(typed):
        actions.keep_typed(by=by, page=page, typed=typed, at=at)


def last_seen(request: UserRequest) -> datetime:
    """The last page of the area in this session, or the sign-in where that is later."""
    moments = [request.session.get(STAMP, 0)]
    moments += [
        record.get("at", 0) for record in request.session.get("account_authentication_methods", [])
    ]
    if len(moments) == 1 and not moments[0] and request.user.last_login:
        moments.append(request.user.last_login.timestamp())
    return datetime.fromtimestamp(max(moments), tz=timezone.get_default_timezone())


def ask_again(request: HttpRequest) -> HttpResponse:
    """Lock the session, and come back to this page after signing in."""
    back = request.get_full_path() if request.method == "GET" else request.path
    logout(request)
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': back})}")


def exit_address(request: HttpRequest) -> str:
    """The neutral site of the person's trust."""
    trust = getattr(request.user, "trust", None)
    return trust.exit_page_url if trust else "https://www.bbc.co.uk/weather"
