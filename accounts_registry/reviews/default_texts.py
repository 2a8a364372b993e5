"""What house rules begin with where a school has no text of its own yet (requirements 3.13)."""

from __future__ import annotations

from accounts_registry.models import Channel

LINES = (
    "Be kind. We take out what insults, bullies or discriminates.",
    "Do not name pupils, and do not discuss anybody who is named.",
    "Do not post photos of other people's children.",
    "We take out advertising, politics and anything against the law, and may block whoever posts it.",
    "Tell us about a post that worries you: write to the school office.",
    "You must be {age} or older to have an account here.",
    "We answer questions about a pupil by email or letter, not here.",
    "Complaints go to the school, as our complaints policy says.",
)


def beginning(channel: Channel) -> str:
    """The school's own text, or these lines."""
    own = channel.school.house_rules.first() if channel.school else None
    return own.text if own else default(channel.platform.minimum_age)


def default(age: int = 13) -> str:
    return "\n".join(LINES).format(age=age)
