"""Every URL wears exactly one of these: `guarded`, `signed_in` or `public`.

A guarded view receives the record it was allowed to see, never an id.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from access.check import Person, check, check_somewhere
from access.roles import Permission

View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """What a view receives that wears `guarded` or `signed_in`: a person stands behind it.

    From `people` upward it is a `UserRequest`.
    """

    user: Person  # type: ignore[assignment]  # the stubs name the user's model, which stands above


def public(view: View) -> View:
    """Anybody may open this page, signed in or not."""
    view.marker = "public"  # type: ignore[attr-defined]  # a mark on the view
    return view


def signed_in(view: View) -> View:
    """Anybody signed in may open this page; it shows them only what is theirs."""
    inner = login_required(view)
    inner.marker = "signed_in"  # type: ignore[attr-defined]  # a mark on the view
    return inner


def guarded(
    permission: Permission, model: Any = None, *, lookup: str = "reference", kwarg: str = "ref"
) -> Callable[[View], View]:
    """Only those with this permission may open this page.

    With a model the view receives `(request, record)`: the row whose `lookup` equals the URL's
    `kwarg`, already seen to be visible (else 404) and permitted (else 403 with the reason).
    Without one the permission must be held somewhere.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            on = timezone.localdate()
            if model is None:
                check_somewhere(request.user, permission, on)
                return view(request, *args, **kwargs)
            value = kwargs.pop(kwarg)
            record = model.objects.visible_to(request.user, on=on).filter(**{lookup: value}).first()
            if record is None:
                raise Http404
            check(request.user, permission, record, on)
            return view(request, record, *args, **kwargs)

        guarded_view = login_required(inner)
        guarded_view.marker = "guarded"  # type: ignore[attr-defined]  # a mark on the view
        guarded_view.permission = permission  # type: ignore[attr-defined]  # a mark on the view
        guarded_view.model = model  # type: ignore[attr-defined]  # a mark on the view
        return guarded_view

    return decorate
