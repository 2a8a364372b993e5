"""What the page of a person says of their way in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from people.person.models import User
from people.sign_in import links, second_step
from people.way_in.guarded_people import has_been_in, is_guarded
from people.way_in.models import WayInChange


def shown_on_page_of(person: User, user: User) -> dict[str, Any]:
    """Which ways somebody who keeps the list of people may change here, and a change that is under way."""
    on = timezone.localdate()
    guarded, been_in = is_guarded(person), has_been_in(person)
    changes = WayInChange.objects.visible_to(user, on=on).filter(person=person)
    return {
        "may_invite": not (guarded and been_in),
        "takes_two": guarded,
        "has_app": second_step.has_app(person),
        "way_in": changes.open().first(),
        "by_email": links.goes_by_email(),
    }
