"""Channels for tests, made as people make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts_registry.actions import registering
from accounts_registry.models import Channel, Platform
from tests.factories import NOW


def platform(code: str) -> Platform:
    return Platform.objects.get(code=code)


def add(cast: Any, by: Any = None, at: Any = NOW, **changes: Any) -> Channel:
    """The first row of Appendix 1 at the first school, with these changes."""
    row = {
        "school": cast.school,
        "platform": platform("x"),
        "account_name": "History@SSchool",
        "master_post": "Business Manager",
        "poster_posts": ["HoD (Humanities)"],
        "date_opened": date(2018, 5, 16),
    }
    return registering.add_existing(by=by or cast.office, at=at, **{**row, **changes})
