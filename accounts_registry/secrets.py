"""Whether a text looks like a password, a code or a key: such a thing is never kept here (R5).

Refused by looks, so it errs on both sides: what people say about where a login is kept passes,
what only a secret looks like does not. `tests/accounts_registry/test_secrets.py` holds the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

SENTENCE = "Do not enter a password. Say where it is kept, like “School safe”"

LABEL = (
    r"(?:pass\s?words?|pass\s?codes?|pass\s?phrases?|passwd|pwd|pw|pins?|pin\s(?:code|number)|secret(?:\s(?:key|answer))?"
    r"|(?:login|backup|recovery|security|one[- ]time|2fa|access|door|safe|unlock)\s(?:codes?|key|answer)|code|otp|api\s?key|token"
    r"|seed\sphrase|memorable\sword|credentials?|creds)"
)
SAID = re.compile(rf"(?i)\b{LABEL}\s*(?:is|are|was|=|:|->|–|—)\s*[\"'“‘(]*([^\s\"'”’)]+)")
GIVEN = re.compile(rf"(?i)\b{LABEL}\s+[\"'“‘(]?(?=\S*\d)(\d{{3}}\s\d{{3}}|[^\s\"'”’)]{{4,}})")
# What follows "the password is …" in a sentence that keeps it to itself.
HARMLESS = frozenset(
    [
        "in",
        "on",
        "at",
        "by",
        "with",
        "within",
        "inside",
        "under",
        "behind",
        "from",
        "for",
        "to",
        "of",
        "off",
        "only",
        "never",
        "not",
        "no",
        "always",
        "still",
        "now",
        "then",
        "also",
        "and",
        "or",
        "kept",
        "held",
        "stored",
        "locked",
        "known",
        "changed",
        "written",
        "saved",
        "printed",
        "sealed",
        "shared",
        "reset",
        "rotated",
        "managed",
        "required",
        "needed",
        "checked",
        "recorded",
        "removed",
        "revoked",
        "used",
        "found",
        "sent",
        "given",
        "set",
        "up",
        "due",
        "old",
        "new",
        "long",
        "strong",
        "weak",
        "unique",
        "different",
        "secret",
        "safe",
        "the",
        "a",
        "an",
        "our",
        "their",
        "its",
        "his",
        "her",
        "your",
        "that",
        "this",
        "one",
        "it",
        "he",
        "she",
        "they",
        "we",
        "who",
        "whoever",
        "which",
        "where",
        "when",
        "what",
        "how",
        "school",
        "office",
        "head",
        "headteacher",
        "trust",
        "business",
        "network",
        "deputy",
        "it's",
        "bitwarden",
        "keeper",
        "1password",
        "lastpass",
        "dashlane",
        "keepass",
        "unknown",
        "lost",
        "missing",
        "none",
        "somebody",
        "someone",
        "nobody",
        "everyone",
        "ready",
        "available",
        "here",
        "there",
        "being",
        "been",
        "has",
        "have",
        "had",
        "must",
        "should",
        "will",
        "can",
        "may",
        "protected",
        "private",
        "confidential",
        "okay",
        "ok",
        "fine",
        "safe's",
        "mrs",
        "mr",
        "ms",
        "miss",
        "dr",
        "see",
        "ask",
        "manager",
        "policy",
    ]
)
NAMED_THINGS = re.compile(
    r"(?i)^(?:office|microsoft|windows|m)\d{1,3}$|^i(?:phone|pad)\w{0,8}$|^(?:1password\d?|sharepoint\d*|galaxy\w*|macbook\w*)$"
    r"|^(?:class|bed|store|staff|play)?rooms?\d+[a-z]?$|^(?:safe|cabinet|drawer|office|building|block|shelf|locker|cupboard|"
    r"year|key|class|form|floor|section|appendix|version|step|page|box|folder|envelope|team|group|site|hall|house)s?\d+[a-z]?$"
)
ADDRESS = re.compile(
    r"(?i)^(?:https?://|www\.)[^\s@]+$|^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$|^(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?$"
)
HIDDEN_IN_ADDRESS = re.compile(
    r"(?i)otpauth://|://[^\s/@]+:[^\s/@]+@|[?&](?:token|key|password|pass|pwd|secret|code|otp)=|BEGIN [A-Z ]*PRIVATE KEY"
)
PAIR = re.compile(
    r"(?i)[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[:/|]\s*(?=\S*[\d!$%^*#])\S{4,}"
    r"|\b(?:log\s?in|user(?:\s?name)?|account)\b\W{0,3}\S+\s*[/|,;]\s*(?=\S*\d)(?=\S*[a-z])\S{5,}"
)
GROUPS = re.compile(r"^[A-Za-z0-9]{4,6}(?:-[A-Za-z0-9]{4,6}){1,7}$")
MIXED = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])(?![A-Za-z]{3,}\d{1,2}$).+$")
WORD_AND_NUMBER = re.compile(r"^[A-Za-z]{3,}\d{1,2}$")
WORD_AND_YEAR = re.compile(r"^[A-Z][a-z]{3,}(?:19|20)\d\d$")
STRONG = re.compile(r"[!$%^*~+=?<>|\\`{}\[\]#&_@]")
RANDOM = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/_=]{16,}$")
FOUR_BY_FOUR = re.compile(r"^[a-z]{4}(?: [a-z]{4}){3}$")
COMMON = [
    "password",
    "passw0rd",
    "letmein",
    "qwerty",
    "welcome",
    "iloveyou",
    "admin123",
    "monkey123",
    "dragon123",
    "football1",
    "sunshine1",
    "abc123",
    "trustno1",
    "changeme",
    "default123",
    "master123",
    "login123",
    "secret123",
    "princess1",
    "baseball1",
    "superman1",
]
LEET = str.maketrans(
    {"@": "a", "0": "o", "3": "e", "4": "a", "5": "s", "$": "s", "7": "t", "!": "i", "1": "i"}
)
AROUND = ".,;:!?()\"'“”‘’"


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
