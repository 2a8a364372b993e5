"""The three tests of an official account, each answer with how it is known."""

from __future__ import annotations

from django.db import models

from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet


class OfficialCheck(models.Model):
    """One answer to one of the three tests (Q-5.2-5 to Q-5.2-7): written once, never changed."""

    class Test(models.TextChoices):
        MASTER = "master_privileges_held", "The school holds the master privileges and access"
        OVERSIGHT = "editorial_oversight", "The school has editorial oversight"
        ADMINS = "admins_limited", "Only the staff who need administrator rights have them"

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="checks")
    test = models.CharField(max_length=24, choices=Test.choices)
    met = models.BooleanField()
    how = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfChannelQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["channel", "test"])]

    def __str__(self) -> str:
        return f"{self.test} of {self.channel_id}: {self.met}"
