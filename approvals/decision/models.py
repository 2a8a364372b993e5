"""Signatures and what was asked for with them: what exactly was signed is in the revision."""

from __future__ import annotations

import uuid

from django.db import models


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> DecisionQuerySet:
        return self.filter(counts=True)


REASONS = (
    ("purpose", "It is not clear what it is for"),
    ("duplicate", "We have something that does this already"),
    ("people", "There are not enough people to run it"),
    ("training", "The people who would run it need training first"),
    ("safeguarding", "It would put pupils at risk"),
    ("data_protection", "It would put personal information at risk"),
    ("resources", "We do not have the time or the money"),
    ("brand", "It does not fit how we use our name and mark"),
    ("platform", "The platform is not right for this"),
    ("age", "Some of the people it is for are too young for the platform"),
    ("other", "Another reason"),
)


class Decision(models.Model):
    """A signature: what was decided, the statement, the text it covered and its fingerprint. Append-only."""

    class Outcome(models.TextChoices):
        APPROVE = "approve", "Approved"
        APPROVE_WITH_CONDITIONS = "approve_with_conditions", "Approved with conditions"
        RETURN = "return", "Sent back for changes"
        REJECT = "reject", "Not approved"
        NOT_REQUIRED = "not_required", "Not needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("approvals.Request", models.PROTECT, related_name="decisions")
    revision = models.ForeignKey("approvals.Revision", models.PROTECT, related_name="decisions")
    stage = models.CharField(max_length=14)
    signer = models.ForeignKey("people.User", models.PROTECT, related_name="decisions")
    capacity = models.CharField(max_length=80)
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    statement = models.TextField()
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    reason_code = models.CharField(max_length=20, choices=REASONS, blank=True)
    brand = models.CharField(max_length=10, blank=True)
    interest = models.CharField(max_length=200, blank=True)
    typed_signature = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    counts = models.BooleanField(default=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("signed_at",)

    def __str__(self) -> str:
        return f"{self.stage} {self.outcome} of {self.request_id}"


# What asks for more than a signature: a page of its own.
WRITES_MORE = (
    Decision.Outcome.APPROVE_WITH_CONDITIONS,
    Decision.Outcome.RETURN,
    Decision.Outcome.REJECT,
)


class Condition(models.Model):
    """Something that must be done before an approval with conditions becomes an approval."""

    class State(models.TextChoices):
        OPEN = "open", "To do"
        MET = "met", "Met"
        WAIVED = "waived", "No longer asked for"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("approvals.Request", models.PROTECT, related_name="conditions")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    text = models.TextField()
    owner = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    due_on = models.DateField()
    automatic = models.BooleanField(
        default=False, help_text="Added by the portal: it can see for itself whether it is met"
    )
    # What the portal sees for itself: of whom, and what they lack (`approvals/request/gaps.py`).
    about = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    gap = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    confirmed_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    waived_because = models.TextField(blank=True)

    class Meta:
        ordering = ("due_on",)

    def __str__(self) -> str:
        return f"Condition of {self.request_id} due {self.due_on}"
