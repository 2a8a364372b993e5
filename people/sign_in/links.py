"""The link with which somebody chooses a password: one use, 3 days, void once a newer one is made."""

from __future__ import annotations

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from people.person.models import User


class PasswordLinks(PasswordResetTokenGenerator):
    """Tied to the password, the last sign-in and the last invitation: any of these changes ends it."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        invited = user.invited_at.timestamp() if user.invited_at else ""
        return f"{super()._make_hash_value(user, timestamp)}{invited}"


def password_link(person: User) -> str:
    """The path of the page on which this person chooses a password."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": PasswordLinks().make_token(person)},
    )


HANDED_OVER = (
    "Your school office can make a new link. Where you have, or had, a role that opens concerns, signs or decides who "
    "may, it takes two people and 48 hours or a little longer: your school office or portal administrator proposes it, "
    "and a head, safeguarding lead, chief executive or chair confirms it"
)


def goes_by_email() -> bool:
    """Whether a message reaches somebody's inbox; in the demonstration the outbox is shown instead."""
    return settings.SENDS_EMAIL or settings.IS_DEMO
