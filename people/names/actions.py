"""What the clock forgets: names people had more than a year ago."""

from __future__ import annotations

from datetime import date

from people.names.past_names import KEPT, PastName


def clear_old_names(*, on: date) -> int:
    """Forget what people were called more than a year ago."""
    return PastName.objects.filter(until__lte=on - KEPT).delete()[0]
