"""What the search of the register reads: one row per channel, made of what other rows say."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Lookup
from django.db.models.expressions import RawSQL

from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet

INDEX = "accounts_registry_fts"
SHORTEST = 3  # letters in a trigram


@models.TextField.register_lookup
class Like(Lookup):
    """LIKE with a pattern that is ready, so that a prepared question can put another in its place."""

    lookup_name = "like"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right} ESCAPE '\\'", [*left_params, *right_params]


class SearchDocumentQuerySet(OfChannelQuerySet):
    def holding(
        self, column: str, patterns: Sequence[str], match: str = ""
    ) -> SearchDocumentQuerySet:
        """Those whose `public` or `detail` words hold every one of these patterns.

        `match` is the same question for SQLite's index, see `accounts_registry.search.query`.
        """
        found = self
        if match:
            rows = RawSQL(f"SELECT rowid FROM {INDEX} WHERE {INDEX}.{column} MATCH %s", [match])
            found = found.filter(id__in=rows)
        for pattern in patterns:
            found = found.filter(**{f"{column}__like": pattern})
        return found


@cache
def has_trigrams() -> bool:
    """Whether this SQLite can index three letters at a time; PostgreSQL's index needs no question of its own."""
    try:
        with sqlite3.connect(":memory:") as probe:
            probe.execute("CREATE VIRTUAL TABLE probe USING fts5(words, tokenize='trigram')")
    except sqlite3.OperationalError:
        return False
    return True


def uses_match() -> bool:
    return connection.vendor == "sqlite" and has_trigrams()


class SearchDocument(models.Model):
    """The words that find a channel, folded: no capitals, no accents, one space between any two.

    `public` holds what everybody in the trust may read of it (the columns of Appendix 1);
    `detail` holds that and what only its team and managers may, so one column answers for each.
    """

    # A number, because SQLite's index knows its rows by one.
    id = models.BigAutoField(primary_key=True)
    channel = models.OneToOneField(Channel, models.CASCADE, related_name="document")
    public = models.TextField()
    detail = models.TextField()

    objects = SearchDocumentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Search document of {self.channel_id}"
