"""House rules: what people are told to expect on a channel (I-A.4.1)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from access.check import own_trusts
from accounts_registry.record.models.channels import Channel
from govuk.web_addresses import WebAddressField
from people.models import User


class HouseRulesQuerySet(models.QuerySet["HouseRules"]):
    def visible_to(self, user: User, *, on: date) -> HouseRulesQuerySet:
        """Those of channels seen in detail, and the beginnings that schools of one's trust keep."""
        return self.filter(
            Q(channel__in=Channel.objects.in_detail(user, on=on))
            | Q(school__trust_id__in=own_trusts(user, on))
        )


class HouseRules(models.Model):
    """One version of the rules of a channel, or of the text that a school's channels begin with."""

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, blank=True, related_name="house_rules"
    )
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="house_rules"
    )
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    public_url = WebAddressField(blank=True)
    published_on = models.DateField(null=True, blank=True)
    conforms_confirmed_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = HouseRulesQuerySet.as_manager()

    class Meta:
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "version"],
                condition=Q(channel__isnull=False),
                name="one_house_rules_per_version",
            ),
            models.UniqueConstraint(
                fields=["school", "version"],
                condition=Q(school__isnull=False),
                name="one_template_per_version",
            ),
            models.CheckConstraint(
                condition=Q(channel__isnull=True, school__isnull=False)
                | Q(channel__isnull=False, school__isnull=True),
                name="house_rules_of_a_channel_or_a_school",
            ),
        ]

    def __str__(self) -> str:
        return f"House rules {self.version}"
