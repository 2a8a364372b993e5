"""Typed answers closed to the person and the page that they belong to. A box that was moved does not open."""

from __future__ import annotations

import json
from uuid import UUID

from drafts.answers import Typed
from sealing.boxes import close, open_box
from sealing.keys import Purpose

PURPOSE = Purpose.CONCERNS


def place(person_id: UUID, page: str) -> str:
    return f"drafts_typedpage|{person_id}|{page}"


def closed(typed: Typed, person_id: UUID, page: str) -> str:
    return close(PURPOSE, json.dumps(typed).encode(), place(person_id, page))


def opened(box: str, person_id: UUID, page: str) -> Typed:
    """The answers again. Raises CannotOpen."""
    return json.loads(open_box(PURPOSE, box, place(person_id, page)))


def closed_anew(box: str, person_id: UUID, page: str) -> str:
    """The same answers in a box that the first key closes. Raises CannotOpen."""
    where = place(person_id, page)
    return close(PURPOSE, open_box(PURPOSE, box, where), where)
