"""What the portal wires of reminders: their rules, sweeps and jobs."""

from __future__ import annotations

from reminders import sweeps
from reminders.jobs import Job, jobs_for
from reminders.rules import RULES

__all__ = [
    "Job",
    "RULES",
    "jobs_for",
    "sweeps",
]
