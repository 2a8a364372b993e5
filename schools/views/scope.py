"""Which trust and schools the person on a settings page may change."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from access.check import Denied, Person, refusal_for, schools_where, trusts_where
from access.guards import guarded
from access.roles import Permission
from schools.models import School, Trust

may_change = guarded(Permission.SETTINGS_CHANGE)
may_set_up = guarded(Permission.TRUST_SET_UP)
of_school = guarded(Permission.SETTINGS_CHANGE, School, lookup="slug", kwarg="slug")
pages = require_http_methods(["GET", "HEAD", "POST"])


def whole_trust(user: Person, permission: Permission) -> Trust | None:
    """The trust for the whole of which this person holds the permission."""
    on = timezone.localdate()
    return (
        Trust.objects.visible_to(user, on=on)
        .filter(pk__in=trusts_where(user, permission, on))
        .first()
    )


def required_trust(user: Person, permission: Permission) -> Trust:
    trust = whole_trust(user, permission)
    if trust is None:
        raise Denied(refusal_for(permission))
    return trust


def changeable_schools(user: Person) -> Any:
    on = timezone.localdate()
    mine = schools_where(user, Permission.SETTINGS_CHANGE, on)
    return School.objects.visible_to(user, on=on).filter(pk__in=mine)
