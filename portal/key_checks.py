"""Whether the keys belong to this database: asked at start, by every command, and by /healthz."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from drafts import sealed_rows
from incidents.api import sealed_rows as concerns
from people.api import sealed_rows as people
from sealing.actions import keep_check
from sealing.checks import Found, found
from sealing.keys import Purpose
from sealing.rotation import SealedRows

FRESH_FOR = 20.0  # seconds
_kept: dict[str, Any] = {}


def kinds_of_rows() -> list[SealedRows]:
    """Everything that is sealed anywhere."""
    return [*concerns.kinds(), sealed_rows.typed_pages(), people.second_steps()]


def state() -> str:
    """ok, attention (an old key is still needed), or failing (none of a set opens). Kept for some seconds."""
    if time.monotonic() - _kept.get("at", float("-inf")) > FRESH_FOR:
        _kept.update(at=time.monotonic(), state=state_now())
    return _kept["state"]


def forget() -> None:
    """Look again at the next question: keys or rows have just been changed."""
    _kept.clear()


def state_now() -> str:
    results = {found(purpose) for purpose in Purpose}
    if Found.WRONG in results:
        return "failing"
    return "attention" if results & {Found.OLD_NEEDED, Found.UNCHECKED} else "ok"


def refusals() -> Iterator[str]:
    """A sentence for each set of keys that opens nothing here."""
    for purpose in Purpose:
        result = found(purpose)
        if result is Found.WRONG or (result is Found.UNCHECKED and opens_nothing(purpose)):
            yield refusal(purpose)


def refusal(purpose: Purpose) -> str:
    return (
        f"{where(purpose)} holds none of the keys with which this database was sealed. "
        "Put back the one that belongs to it, beside any new one; nothing was changed."
    )


def where(purpose: Purpose) -> str:
    """The variable, or the file where no variable is read."""
    return purpose.setting if settings.IS_PRODUCTION else str(settings.KEY_FILES[purpose.setting])


def opens_nothing(purpose: Purpose) -> bool:
    """There are sealed rows, and none of those looked at opens."""
    answers = [rows.opens() for rows in kinds_of_rows() if rows.purpose is purpose]
    return False in answers and True not in answers


def must_be_right() -> None:
    """At the start of each process. Raises ImproperlyConfigured; a database that is not there yet is no fault of keys."""
    try:
        with transaction.atomic():
            sentences = list(refusals())
            if not sentences:
                write_missing()
    except DatabaseError:
        return
    if sentences:
        raise ImproperlyConfigured(" ".join(sentences))


def before_serving() -> None:
    """For a process that may yet fork: it leaves no connection behind for its children to share."""
    must_be_right()
    connections.close_all()


def write_missing() -> None:
    """The word to check against, for a set that has none: with the oldest key where rows still need it."""
    for purpose in Purpose:
        if found(purpose) is Found.UNCHECKED:
            keep_check(purpose=purpose, at=timezone.now(), oldest=needs_older(purpose))


def needs_old_key(purpose: Purpose) -> bool:
    """Whether removing all keys but the first would lose something."""
    return found(purpose) is not Found.RIGHT or needs_older(purpose)


def needs_older(purpose: Purpose) -> bool:
    rows = [rows for rows in kinds_of_rows() if rows.purpose is purpose]
    return any(True for kind in rows for _ in kind.older())


def after_migrate(**_: Any) -> None:
    must_be_right()


def system_check(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Every command says it that looks at the system first, `check --deploy` among them."""
    try:
        with transaction.atomic():
            sentences = list(refusals())
    except DatabaseError:
        return []
    return [Error(sentence, id="portal.E001") for sentence in sentences]
