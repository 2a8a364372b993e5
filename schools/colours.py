"""A trust's colour: whether it is one, and how well it can be seen (WCAG 2.2 contrast)."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

WHITE, INK, ERROR_RED, FOCUS_YELLOW = "#FFFFFF", "#14171F", "#B3261E", "#FFD833"
TEXT, EDGE = 4.5, 3.0  # the least contrast for words, and for a shape
NEAR = 60  # distance in RGB under which two colours are easily taken for each other


def clean_colour(text: str) -> str:
    """The colour in capitals. Raises ValidationError."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text.strip()):
        raise ValidationError({"colour": "Enter a colour like #0E6B4F"})
    return text.strip().upper()


def channels_of(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in channels_of(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """White or ink, whichever reads better on this colour."""
    return WHITE if contrast(colour, WHITE) >= contrast(colour, INK) else INK


def verdict(colour: str) -> list[str]:
    """What the contrast means, in words: shown, never a bar."""
    on_white, on_ink = contrast(colour, WHITE), contrast(colour, INK)
    sentences = [f"Contrast with white is {on_white:.1f} to 1, and with black text {on_ink:.1f} to 1."]
    if on_white >= TEXT:
        sentences.append("White text on this colour is easy to read.")
    else:
        sentences.append("This colour is too light for white text. We will use dark text on it.")
    if on_white < EDGE:
        sentences.append("The line under the header gets a thin dark edge, so that it can be seen on white.")
    if _near(colour, ERROR_RED):
        sentences.append("It is close to the red of errors. People may think that something is wrong.")
    if _near(colour, FOCUS_YELLOW):
        sentences.append("It is close to the yellow that shows where the keyboard is.")
    return sentences


def _near(one: str, other: str) -> bool:
    pairs = zip(channels_of(one), channels_of(other), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5 < NEAR
