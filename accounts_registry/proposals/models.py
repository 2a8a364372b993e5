"""Changes of an approved channel that wait for the headteacher."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts_registry.record.models.channels import Channel


class ProposedChange(models.Model):
    """A step towards pupils or to openness: until somebody says yes the channel stays as it was approved."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for an answer"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Not agreed"
        REPLACED = "replaced", "Replaced by a later proposal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="proposals")
    # The new values by column, in JSON's own kinds.
    values = models.JSONField()
    proposed_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("proposed_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=Q(state="waiting"),
                name="one_waiting_change_a_channel",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.proposed_at}"
