"""What somebody is told whose session ended before they sent a page: that nothing was taken, and their own words."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from drafts.answers import Typed, typed_in
from people.api import day
from portal.typed import pages
from portal.typed.pages import Kind

# What a page says about itself and nobody typed.
OF_THE_PAGE = frozenset({"drawn_from"})
# Names of fields that are no words.
WORDS = {"url": "Link"}


class Answer(NamedTuple):
    """One question by the name of its field, and what was sent."""

    name: str
    words: str


def leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    to = response.headers.get("Location", "")
    return not request.user.is_authenticated and to.startswith(f"{settings.LOGIN_URL}?next=")


def answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The words themselves, to copy; of a report or a concern nothing stays in this browser.

    Nobody knows whose they are, so nothing is kept, and nothing is carried through the sign-in.
    """
    kind, sign_in = pages.kind_of(request.path), response.headers["Location"]
    if kind is None:
        return response
    sent = readable(pages.without_secrets(typed_in(request.POST))) if kind is Kind.OTHER else []
    if not sent:
        return HttpResponseRedirect(f"{sign_in}&ended=yes")
    shown = render(request, "pages/signed_out.html", {"sent": sent, "sign_in": sign_in}, status=403)
    shown.headers["Cache-Control"] = "no-store"
    return shown


def readable(typed: Typed) -> list[Answer]:
    """What a person can read of it: a date as one, and no keys of rows."""
    found: dict[str, list[str]] = {}
    for name, values in typed.items():
        if name in OF_THE_PAGE:
            continue
        question = re.sub(r"_[012]$", "", name)
        found.setdefault(question, []).extend(value for value in values if is_readable(value))
    return [Answer(called(name), in_words(words)) for name, words in found.items() if words]


def in_words(words: list[str]) -> str:
    """The three boxes of a day as that day, and whatever else as it was sent."""
    if len(words) == 3 and all(word.strip().isascii() and word.strip().isdigit() for word in words):
        numbers = [int(word) for word in words]
        with suppress(ValueError, OverflowError):
            return day(date(numbers[2], numbers[1], numbers[0]))
    return " ".join(words)


def is_readable(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return bool(value.strip())
    return False


def called(name: str) -> str:
    return WORDS.get(name) or re.sub(r"[_-]+", " ", name).strip().capitalize()
