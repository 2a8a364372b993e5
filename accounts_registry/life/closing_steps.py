"""The steps of closing a channel (requirements 4.2.4), and what a closing says to whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from accounts_registry.expected import expectations
from accounts_registry.models import Channel, Ending
from schools.models import School


class Step(NamedTuple):
    """A line of the checklist: its title, and what to do."""

    title: str
    hint: str


STEPS: Mapping[str, Step] = {
    "announce": Step("Tell those who follow it", "Say when it closes and where to look instead"),
    "stop_posting": Step("Stop posting", "Nobody posts or answers from the day it says it closes"),
    "archive": Step("Keep a copy of the posts", "As long as the retention schedule says"),
    "members": Step("Remove or lock its members", "Groups and member lists are emptied or locked"),
    "account": Step("Deal with the account", "Delete it, deactivate it or lock it on the platform"),
    "evidence": Step("Keep a picture of the result", "Say where the screen capture is kept"),
    "website": Step("Take the link off the website", "Every page that links to it"),
    "privacy_notice": Step("Update the privacy notice", "Take the channel out of the list"),
    "access": Step(
        "Take back every way in",
        "Change the login, end third-party apps, remove the second sign-in device",
    ),
    "people": Step(
        "Remove everybody's rights on the platform", "Their parts here end by themselves"
    ),
    "evaluation": Step("Say what it achieved", "Compare with the aims of its business case"),
}
DEAL: Mapping[str, str] = {
    Ending.DELETED: "Delete the account for good",
    Ending.DEACTIVATED: "Deactivate the account, so that it cannot be seen",
    Ending.ARCHIVED: "Lock the account, so that it can only be read",
    Ending.HANDED_OVER: "Hand the account over",
}
TELL: Mapping[str, str] = {
    "followers": "Those who follow it",
    "parents": "Parents and carers",
    "pupils": "Pupils",
    "staff": "Staff",
    "website": "Whoever edits the website",
    "dpo": "The data protection officer",
}


def in_use(channel: Channel, followers: int | None, *, on: date) -> str:
    """Why to stop and think before closing it, as a sentence; empty when nothing speaks against it."""
    if followers:
        people = "1 person follows" if followers == 1 else f"About {followers:,} people follow"
        return f"{people} this channel."
    if any(
        one.channel and one.channel.pk == channel.pk
        for one in expectations.expectations(_school(channel), on=on)
    ):
        return f"Your trust expects {channel.school} to have a channel on {channel.platform_name}."
    return ""


def _school(channel: Channel) -> list[School]:
    return [channel.school] if channel.school else []
