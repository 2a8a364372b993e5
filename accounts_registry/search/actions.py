"""What the search reads is written down with every change, and put right by the clock."""

from __future__ import annotations

from datetime import datetime

from accounts_registry.models import Channel
from accounts_registry.search.rows import index_channels

AT_ONCE = 500


def refresh_search(*, at: datetime) -> int:
    """Write down anew what has changed without the register: names, posts and schools. Gives the number of rows changed."""
    ids = list(Channel.objects.order_by("pk").values_list("pk", flat=True))
    return sum(
        index_channels(ids[first : first + AT_ONCE], at=at) for first in range(0, len(ids), AT_ONCE)
    )
