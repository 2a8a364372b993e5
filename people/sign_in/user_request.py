"""A request behind which a user stands, as the types know it."""

from __future__ import annotations

from access.guards import PersonRequest
from people.person.models import User


class UserRequest(PersonRequest):
    """What a view receives that wears `guarded` or `signed_in`."""

    user: User
