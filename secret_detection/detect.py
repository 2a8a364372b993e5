"""Whether a text looks like a password, a code or a key: such a thing is never kept here (rule 5).

Refused by looks, so it errs on both sides: what people say about where a login is kept passes,
what only a secret looks like does not. `tests/secret_detection/test_secrets.py` holds the table,
docs/adr/0020 says what was weighed. Nothing here repeats, keeps or logs what it was shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from secret_detection.patterns import (
    ADDRESS,
    AROUND,
    COMMON,
    FOUR_BY_FOUR,
    GIVEN,
    GROUPS,
    HARMLESS,
    HIDDEN_IN_ADDRESS,
    LEET,
    MIXED,
    NAMED_THINGS,
    PAIR,
    RANDOM,
    SAID,
    STRONG,
    WORD_AND_NUMBER,
    WORD_AND_YEAR,
)

SENTENCE = "Do not enter a password. Say where it is kept, like “School safe”"


def looks_like_a_secret(text: str) -> bool:
    """Whether anything in this text looks like a password, a PIN, a one-time code, a recovery code or a key."""
    text = text.strip()
    if not text:
        return False
    if tells_a_secret(text) or _alone(text):
        return True
    return any(_is_a_secret_word(word) for word in text.split())


def tells_a_secret(text: str) -> bool:
    """For names and links of accounts, which look like anything: only where it is said to be one."""
    return bool(HIDDEN_IN_ADDRESS.search(text) or PAIR.search(text) or _said(text))


def refuse(values: Mapping[str, Any]) -> None:
    """Raise ValidationError with the sentence beside each text that looks like a secret."""
    if found := problems(values):
        raise ValidationError(found)


def problems(values: Mapping[str, Any], only: Iterable[str] | None = None) -> dict[str, str]:
    names = values if only is None else [name for name in only if name in values]
    return {
        name: SENTENCE
        for name in names
        if isinstance(values[name], str) and looks_like_a_secret(values[name])
    }


def no_secret(text: str) -> None:
    """For `validators` of a field: says so as soon as it is typed."""
    if looks_like_a_secret(text):
        raise ValidationError(SENTENCE)


def _said(text: str) -> bool:
    told = [found.group(1).strip(AROUND).casefold() for found in SAID.finditer(text)]
    given = [found.group(1).strip(AROUND) for found in GIVEN.finditer(text)]
    return any(word and word not in HARMLESS for word in told) or any(
        re.fullmatch(r"\d{3} ?\d{3}|\d{4,10}", word) is not None or MIXED.match(word) is not None
        for word in given
        if not NAMED_THINGS.match(word) and not re.fullmatch(r"(?:19|20)\d\d", word)
    )


def _alone(text: str) -> bool:
    """What is a secret only because nothing else is said."""
    bare = text.replace(" ", "").replace("-", "")
    if bare.isdigit() and 4 <= len(bare) <= 10 and not re.fullmatch(r"0\d{9,10}", bare):
        return not re.fullmatch(r"(?:19|20)\d\d(?:\s?-\s?\d{2,4}){0,2}", text)
    if FOUR_BY_FOUR.match(text):
        return any(not set("aeiouy") & set(group) for group in text.split())
    if " " in text:
        return False
    word = text.strip(AROUND)
    plain = text.casefold().rstrip("0123456789!").translate(LEET)
    if text.casefold() in COMMON or plain in (
        "password",
        "letmein",
        "qwerty",
        "welcome",
        "passwort",
    ):
        return True
    return bool(
        not NAMED_THINGS.match(word)
        and not ADDRESS.match(word)
        and not _is_a_handle(word)
        and not ("-" in word and all(map(WORD_AND_NUMBER.match, word.split("-"))))
        and len(word) >= 8
        and all(re.search(kind, word) for kind in (r"\d", r"[a-z]", r"[A-Z]"))
    )


def _is_a_secret_word(word: str) -> bool:
    inner = word.strip(".,;:()\"'“”‘’")
    core = inner.rstrip("!?")
    if (
        len(inner) < 6
        or ADDRESS.match(core)
        or NAMED_THINGS.match(core)
        or inner.startswith(("@", "#"))
    ):
        return False
    if GROUPS.match(core):
        return any(MIXED.match(group) for group in core.split("-")) or _digits_only(core)
    has_digit, has_letter = re.search(r"\d", inner), re.search(r"[A-Za-z]", inner)
    if not (has_digit and has_letter):
        return False
    if STRONG.search(inner) and not _is_a_handle(core):
        return core != inner or bool(STRONG.search(core))
    if RANDOM.match(core):
        return True
    return len(core) >= 8 and (bool(WORD_AND_YEAR.match(core)) or _is_jumbled(core))


def _digits_only(groups: str) -> bool:
    """1234-5678, but neither a span of years nor a phone number."""
    return (
        groups.replace("-", "").isdigit()
        and not groups.startswith("0")
        and not all(re.fullmatch(r"(?:19|20)\d\d", one) for one in groups.split("-"))
    )


def _is_a_handle(word: str) -> bool:
    """History@SSchool, Year7@Ashdown, ashdown_pe7: names of accounts, which other fields hold."""
    return bool(re.fullmatch(r"[A-Za-z]+\d{0,2}[@_&+][A-Za-z_]+\d{0,2}", word)) and not re.search(
        r"(?i)p[a@4]ss|w[0o]rd", word
    )


def _is_jumbled(word: str) -> bool:
    """aB3dEf9hK2: capitals and digits in the middle of things."""
    if not (re.search(r"[a-z]", word) and re.search(r"[A-Z]", word) and word.isalnum()):
        return False
    return bool(re.search(r"\d[A-Za-z]+\d|[a-z]\d[A-Za-z]{2,}|\d{3,}[a-zA-Z]", word))
