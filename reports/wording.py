"""How paper says things: days, moments, counts and titles."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localtime


def words(day: date) -> str:
    return f"{day:%-d %B %Y}"


def moment(at: datetime) -> str:
    """20 November 2026 at 8:42am."""
    local = localtime(at)
    minutes = f":{local:%M}" if local.minute else ""
    return f"{words(local.date())} at {local:%-I}{minutes}{'am' if local.hour < 12 else 'pm'}"


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def in_a_sentence(title: str) -> str:
    """ "Business Manager" goes on in lower case; "PE" and "HoD" stay as they are."""
    return " ".join(word.lower() if word[1:].islower() else word for word in title.split())


def in_fours(fingerprint: str, letters: int = 16) -> str:
    """The beginning of a fingerprint as people compare it: 3f9a 0c12 77ab 90de."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, letters, 4))


def css_text(text: str) -> str:
    """Text that stands in a stylesheet as nothing but text."""
    return "".join(
        letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):x} "
        for letter in text
    )


def luminance(colour: str) -> float:
    """How light a colour is, by WCAG; above 0.3 it has less than 3 to 1 on white."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
