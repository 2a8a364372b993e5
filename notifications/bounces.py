"""Letters that came back: what a mail server's notice (RFC 3464) says, read as text from strangers is read.

A notice proves nothing by itself. What it names must be a letter of ours, and `take_bounce` looks
whether that letter went to that address; all else changes nothing.
"""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message as Mail
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from notifications.envelopes import row_of
from notifications.letters import one_line

# A notice says what it has to say at its beginning; more is not read.
MOST_BYTES = 512 * 1024
MOST_PARTS = 30
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Bounce:
    """A letter of ours that a mail server could not deliver to this address, and why."""

    message_id: UUID
    address: str
    reason: str


def bounce_in(raw: bytes) -> Bounce | None:
    """The letter that this mail says came back; None where it says nothing of the kind."""
    try:
        return _bounce_in(message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32))
    except Exception:  # whatever a stranger's mail makes the parser do, it means nothing to us
        return None


def _bounce_in(mail: Mail) -> Bounce | None:
    """Only the parts of the notice itself are looked at, never what is packed deeper."""
    if mail.get_content_type() != "multipart/report":
        return None
    parts = _children(mail)[:MOST_PARTS]
    failure = next(filter(None, map(_failure, parts)), None)
    message_id = next(filter(None, map(_row, parts)), None)
    if failure is None or message_id is None:
        return None
    return Bounce(message_id, *failure)


def _children(part: Mail) -> list[Mail]:
    inner = part.get_payload()
    return [one for one in inner if isinstance(one, Mail)] if isinstance(inner, list) else []


def _failure(part: Mail) -> tuple[str, str] | None:
    """The address and the reason of the first recipient whose delivery failed for good."""
    if part.get_content_type() != "message/delivery-status":
        return None
    for fields in _children(part)[:MOST_PARTS]:
        recipient = fields.get("Final-Recipient") or fields.get("Original-Recipient")
        address = one_line(_after_type(recipient), LONGEST_ADDRESS)
        if address and str(fields.get("Action", "")).strip().lower() == "failed":
            return address, _reason(fields)
    return None


def _reason(fields: Mail) -> str:
    status = one_line(str(fields.get("Status", "")), 20)
    said = one_line(_after_type(fields.get("Diagnostic-Code")))
    return one_line(said if status in said else f"{status} {said}") or status or "It came back"


def _after_type(value: Any) -> str:
    """rfc822;jo@school.example -> jo@school.example"""
    return str(value or "").partition(";")[2].strip().strip("<>")


def _row(part: Mail) -> UUID | None:
    """The letter that came back: it, or its headers, stand in a part of the notice."""
    if part.get_content_type() == "message/rfc822":
        headers = next(iter(_children(part)), Mail())
    elif part.get_content_type() == "text/rfc822-headers":
        text = part.get_payload(decode=True)
        headers = message_from_bytes(text if isinstance(text, bytes) else b"")
    else:
        return None
    return row_of(str(headers.get("Message-ID", "")))


def mails_in(place: Path) -> Iterator[bytes]:
    """The mails of a Maildir, an mbox, or a file that is one mail."""
    if place.is_dir():
        for folder in ("new", "cur"):
            for path in sorted((place / folder).glob("*")):
                with path.open("rb") as file:
                    yield file.read(MOST_BYTES)
        return
    with place.open("rb") as file:
        is_mbox = file.read(5) == b"From "
    yield from _mbox(place) if is_mbox else _one(place)


def _mbox(place: Path) -> Iterator[bytes]:
    box = mailbox.mbox(place, create=False)
    try:
        for key in box.iterkeys():
            with box.get_file(key) as file:
                yield file.read(MOST_BYTES)
    finally:
        box.close()


def _one(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        yield file.read(MOST_BYTES)


def piped(stream: BinaryIO) -> Iterator[bytes]:
    """One mail from a pipe. What follows is read too and thrown away, so that the sender does not break off."""
    yield stream.read(MOST_BYTES)
    while stream.read(MOST_BYTES):
        pass
