"""Lists of the register, named and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate

from access.check import check_at, check_somewhere, own_trusts
from access.roles import Permission
from accounts_registry.listing import saved
from accounts_registry.models import SavedView
from audit import trail
from audit.events import Event
from people.models import User
from schools.models import School

MOST = 50


@transaction.atomic
def save_view(
    *, name: str, query: str, columns: Sequence[str], school: School, by: User, at: datetime
) -> SavedView:
    """Keep a list under a name: for oneself, or for everybody at `school`. The same twice is one.

    Raises ValidationError with a sentence for a name that is taken.
    """
    on = localdate(at)
    check_somewhere(by, Permission.CHANNEL_SEE, on)
    if school is not None:
        check_at(by, Permission.CHANNEL_SEE, on, school=school)
    name = " ".join(name.split())
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # a second press waits
    mine = SavedView.objects.of(by)
    for view in mine.filter(name__iexact=name):
        if (view.query, tuple(view.columns), view.school) == (query, tuple(columns), school):
            return view
        raise ValidationError({"name": f"You already have a view called {view.name}"})
    if mine.count() >= MOST:
        raise ValidationError({"name": f"Delete a view first. You have {MOST} already"})
    trust_id = school.trust_id if school else by.trust_id or min(own_trusts(by, on))
    view = SavedView(
        owner=by, trust_id=trust_id, school=school, name=name, query=query, columns=list(columns), created_at=at
    )  # fmt: skip
    view.slug = f"{slugify(name)[:48] or 'view'}-{view.pk.hex[:8]}"
    view.save(force_insert=True)
    trail.record(Event.VIEW_SAVED, by=by, at=at, record=view)
    transaction.on_commit(lambda: saved.forget(trust_id))
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Forget a view of one's own; what it listed stays as it is."""
    check_somewhere(by, Permission.CHANNEL_SEE, localdate(at))
    mine = SavedView.objects.select_for_update().of(by).filter(pk=view.pk)
    if mine.exists():
        trail.record(Event.VIEW_DELETED, by=by, at=at, record=view)
        mine.delete()
        transaction.on_commit(lambda: saved.forget(view.trust_id))


@transaction.atomic
def download_list(*, filters: Sequence[str], rows: int, by: User, at: datetime) -> None:
    """Record that somebody took a list of channels along: narrowed by what, and how many rows."""
    check_somewhere(by, Permission.REGISTER_EXPORT, localdate(at))
    trail.record(Event.LIST_DOWNLOADED, by=by, at=at, data={"filters": list(filters), "rows": rows})
