"""What could go wrong on a channel, version by version (requirements 3.12)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet


class RiskAssessment(models.Model):
    """One version: written heading by heading, sent, and approved by somebody else (Q-5.3-18).

    `sections` holds, by the code of a heading, the risk, likelihood and impact (1 to 5), the control
    and the likelihood that is left. `narrative` is what a request said where it came from one.
    """

    class Dpia(models.TextChoices):
        NO = "no", "No"
        YES = "yes", "Yes, and it is still to be done"
        DONE = "done", "Yes, and it is done"

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="risk_assessments")
    version = models.PositiveSmallIntegerField()
    assessor = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    request_reference = models.CharField(max_length=12, blank=True)
    narrative = models.TextField(blank=True)
    sections = models.JSONField(default=dict)
    policy_confirmations = models.JSONField(default=list)
    good_practice_confirmed = models.BooleanField(default=False)
    dsl_consulted_on = models.DateField(null=True, blank=True)
    dpia_needed = models.CharField(max_length=4, choices=Dpia.choices, blank=True)
    dpia_reference = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)

    objects = OfChannelQuerySet.as_manager()

    class Meta:
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "version"], name="one_risk_assessment_per_version"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(approved_on__isnull=False),
                name="approved_risk_assessment_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Risk assessment {self.version} of {self.channel_id}"

    @property
    def is_approved(self) -> bool:
        return self.approved_on is not None

    @property
    def is_draft(self) -> bool:
        return self.sent_at is None and not self.is_approved
