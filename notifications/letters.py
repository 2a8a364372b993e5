"""How a letter reads: a greeting, the words of its template, and why it was sent. Plain text first."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Protocol

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

from access.check import Person


class Addressee(Person, Protocol):
    """Whoever is written to: how a letter greets them, and where it goes."""

    email: str | None
    given_name: str
    family_name: str
    preferred_name: str


WHY = "it is about something you asked for, decide or look after."


def written(template: str, context: dict[str, Any], *, why: str) -> str:
    """The whole letter as text."""
    person = context["person"]
    return "\n\n".join(
        (
            f"Dear {one_line(_called(person))},",
            words(template, context),
            f"-- \nYou got this because {why}\nSent by Official Channels: {settings.PORTAL_URL}\n",
        )
    )


def _called(person: Addressee) -> str:
    """How the greeting calls somebody; who has one name is called by it."""
    return person.preferred_name or person.given_name or person.family_name


def words(template: str, context: dict[str, Any]) -> str:
    """The template's words, unescaped as text is, without the blank lines that tags leave behind."""
    source: Any = get_template(f"{template}.txt")
    text = source.template.render(Context(context, autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()


def one_line(text: str, limit: int = 200) -> str:
    """Nothing in it can begin another line or header, steer a terminal, or be refused by a database."""
    return " ".join("".join(map(seen, text)).split())[:limit].rstrip()


def seen(letter: str) -> str:
    """The letter where it is one that can be seen; a control becomes a space, and what is invisible nothing."""
    kind = unicodedata.category(letter)
    return " " if kind == "Cc" else "" if kind in ("Cf", "Cs") else letter


def paragraphs(text: str) -> list[str]:
    """The letter without its footer, for the HTML part that says the same words."""
    return [part.strip() for part in text.partition("\n-- \n")[0].split("\n\n") if part.strip()]


def footer(text: str) -> str:
    return text.partition("\n-- \n")[2].strip()
