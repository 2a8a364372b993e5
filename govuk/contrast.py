"""How well a colour is seen, as WCAG 2.2 measures it, and what that means in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
WHITE, INK = "#FFFFFF", "#14171F"
ERROR_RED, FOCUS_YELLOW = "#B3261E", "#FFD833"
TOO_CLOSE = 60  # of 441, the distance between black and white


@dataclass(frozen=True)
class Verdict:
    """What a trust is told about the colour it chose. Nothing here forbids it."""

    colour: str
    on_white: float
    with_white_text: float
    with_ink_text: float
    text: str
    needs_edge: bool
    says: tuple[str, ...]


def is_colour(text: str) -> bool:
    return bool(COLOUR.fullmatch(text))


def channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def distance(one: str, other: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(channels(one), channels(other), strict=True)) ** 0.5


def verdict(colour: str) -> Verdict:
    """What this colour does as a trust's colour: which text goes on it, and what to know about it."""
    white, ink = ratio(colour, WHITE), ratio(colour, INK)
    return Verdict(
        colour=colour.upper(),
        on_white=round(white, 1),
        with_white_text=round(white, 1),
        with_ink_text=round(ink, 1),
        text=WHITE if white >= ink else INK,
        needs_edge=white < 3,
        says=tuple(_says(colour, white, ink)),
    )


def _says(colour: str, white: float, ink: float) -> list[str]:
    says = []
    if white < ink:
        says.append("This colour is too light for white text. We will use dark text on it")
    if white < 3:
        says.append("This colour is hard to see on white. We will draw a thin dark line along it")
    if distance(colour, ERROR_RED) < TOO_CLOSE:
        says.append("This colour is close to the red we use for errors. Choose another if you can")
    if distance(colour, FOCUS_YELLOW) < TOO_CLOSE:
        says.append(
            "This colour is close to the yellow that shows where the keyboard is. Choose another if you can"
        )
    return says
