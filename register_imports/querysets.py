"""Named questions about imports of channels."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from access.check import own_trusts, schools_where, trusts_where
from access.roles import Permission

UNDER_WAY = ("running", "undoing")
LONGEST = timedelta(minutes=10)  # nobody holds an import for so long without saying that it goes on


class RegisterImportQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> RegisterImportQuerySet:
        """Those of the schools, and of the trusts as a whole, to whose register this person may add."""
        return self.filter(
            Q(school__in=schools_where(user, Permission.CHANNEL_ADD, on))
            | Q(school=None, trust__in=trusts_where(user, Permission.CHANNEL_ADD, on)),
            trust__in=own_trusts(user, on),
        )

    def without_rows(self) -> RegisterImportQuerySet:
        """For lists: a sheet may have ten thousand rows."""
        return self.defer("lines", "fixes", "columns")

    def left(self, since: datetime) -> RegisterImportQuerySet:
        """Uploaded before then, and neither imported nor cancelled."""
        return self.filter(state="uploaded", uploaded_at__lt=since)

    def unfinished(self) -> RegisterImportQuerySet:
        """Confirmed, or to be undone, and not through."""
        return self.filter(state__in=("waiting", *UNDER_WAY))

    def waiting(self, at: datetime) -> RegisterImportQuerySet:
        """Confirmed and not begun, or begun by a worker that is no more.

        Nobody is given more than two minutes: one that has an hour got it before the clock was set back.
        """
        return self.filter(
            Q(state="waiting")
            | Q(state__in=UNDER_WAY, leased_until=None)
            | Q(state__in=UNDER_WAY, leased_until__lt=at)
            | Q(state__in=UNDER_WAY, leased_until__gt=at + LONGEST)
        )


class ImportedRowQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> ImportedRowQuerySet:
        """Those of the imports this person may see."""
        from register_imports.models import RegisterImport

        return self.filter(upload__in=RegisterImport.objects.visible_to(user, on=on))

    def to_undo(self) -> ImportedRowQuerySet:
        return self.filter(outcome__in=("added", "updated"), undo="")

    def left_out_because(self) -> list[tuple[int, str]]:
        """The rows that were left out, and why."""
        rows = self.filter(outcome="left_out").order_by("number").values_list("number", "problem")
        return [(number, ". ".join(problem.splitlines())) for number, problem in rows]
