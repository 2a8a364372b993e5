"""What other apps may ask of policies: who has confirmed them, and when they are due."""

from __future__ import annotations

from policies import confirmations
from policies.due_days import due_from, review_date

__all__ = [
    "confirmations",
    "due_from",
    "review_date",
]
