"""What the search of the register reads: one row per channel, made of what other rows say."""

from __future__ import annotations

from django.db import models

from accounts_registry.models.channels import Channel
from accounts_registry.querysets import SearchDocumentQuerySet


class SearchDocument(models.Model):
    """The words that find a channel, folded: no capitals, no accents, one space between any two.

    `public` holds what everybody in the trust may read of it (the columns of Appendix 1);
    `detail` holds that and what only its team and managers may, so one column answers for each.
    """

    id = models.BigAutoField(primary_key=True)
    channel = models.OneToOneField(Channel, models.CASCADE, related_name="document")
    public = models.TextField()
    detail = models.TextField()

    objects = SearchDocumentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Search document of {self.channel_id}"
