"""Parts of verbs: sessions that are over."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import F

from people.person.models import User


def end_sessions(*, person: User, at: datetime) -> None:
    """Sign this person out everywhere, and know none of their browsers any more."""
    for session in Session.objects.filter(expire_date__gt=at).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    User.objects.filter(pk=person.pk).update(browsers_version=F("browsers_version") + 1)
    person.refresh_from_db(fields=["browsers_version"])
