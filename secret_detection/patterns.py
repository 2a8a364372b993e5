"""How passwords, codes and keys look, and what only seems to: the patterns behind `detect.py`.

Each is here because of a case in `tests/secret_detection/test_secrets.py`; a new one begins there.
"""

from __future__ import annotations

import re

LABEL = (
    r"(?:pass\s?words?|pass\s?codes?|pass\s?phrases?|passwd|pwd|pw|pins?|pin\s(?:code|number)|secret(?:\s(?:key|answer))?"
    r"|(?:login|backup|recovery|security|one[- ]time|2fa|access|door|safe|unlock)\s(?:codes?|key|answer)|code|otp|api\s?key|token"
    r"|seed\sphrase|memorable\sword|credentials?|creds)"
)
# "password: letmein", "the code is 5591": whatever follows, unless it is HARMLESS.
SAID = re.compile(rf"(?i)\b{LABEL}\s*(?:is|are|was|=|:|->|–|—)\s*[\"'“‘(]*([^\s\"'”’)]+)")
# "PIN 4471", with nothing between: then only what has a digit in it.
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
# A word with a number that is neither password nor code: Office365, Classroom12, Year7.
NAMED_THINGS = re.compile(
    r"(?i)^(?:office|microsoft|windows|m)\d{1,3}$|^i(?:phone|pad)\w{0,8}$|^(?:1password\d?|sharepoint\d*|galaxy\w*|macbook\w*)$"
    r"|^(?:class|bed|store|staff|play)?rooms?\d+[a-z]?$|^(?:safe|cabinet|drawer|office|building|block|shelf|locker|cupboard|"
    r"year|key|class|form|floor|section|appendix|version|step|page|box|folder|envelope|team|group|site|hall|house)s?\d+[a-z]?$"
)
# Links and e-mail addresses may look random; they are asked for everywhere.
ADDRESS = re.compile(
    r"(?i)^(?:https?://|www\.)[^\s@]+$|^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$|^(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?$"
)
# Some of them carry what opens an account: tom:hunter2@example.org, ?token=abcdef.
HIDDEN_IN_ADDRESS = re.compile(
    r"(?i)otpauth://|://[^\s/@]+:[^\s/@]+@|[?&](?:token|key|password|pass|pwd|secret|code|otp)=|BEGIN [A-Z ]*PRIVATE KEY"
)
# A login beside its password: "office@ashdown.example / Spring!Term".
PAIR = re.compile(
    r"(?i)[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[:/|]\s*(?=\S*[\d!$%^*#])\S{4,}"
    r"|\b(?:log\s?in|user(?:\s?name)?|account)\b\W{0,3}\S+\s*[/|,;]\s*(?=\S*\d)(?=\S*[a-z])\S{5,}"
)
# Recovery codes come in groups, AB12-CD34. So do spans of years: what has letters and digits is MIXED.
GROUPS = re.compile(r"^[A-Za-z0-9]{4,6}(?:-[A-Za-z0-9]{4,6}){1,7}$")
MIXED = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])(?![A-Za-z]{3,}\d{1,2}$).+$")
WORD_AND_NUMBER = re.compile(r"^[A-Za-z]{3,}\d{1,2}$")
# Summer2026.
WORD_AND_YEAR = re.compile(r"^[A-Z][a-z]{3,}(?:19|20)\d\d$")
STRONG = re.compile(r"[!$%^*~+=?<>|\\`{}\[\]#&_@]")
# Keys of machines: long, letters and digits, no space.
RANDOM = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/_=]{16,}$")
# An app password, "xkcd wqpl mnbv zrtt"; four words of four letters would have their vowels.
FOUR_BY_FOUR = re.compile(r"^[a-z]{4}(?: [a-z]{4}){3}$")
# They look like words: secrets only where nothing else stands in the field.
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
# P@ssw0rd read back as password.
LEET = str.maketrans(
    {"@": "a", "0": "o", "3": "e", "4": "a", "5": "s", "$": "s", "7": "t", "!": "i", "1": "i"}
)
AROUND = ".,;:!?()\"'“”‘’"
