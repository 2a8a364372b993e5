"""The end of a channel, step by step, and what is looked at afterwards (requirements 4.2.4 to 4.2.6)."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models

from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet
from people.models import User


class ClosingQuerySet(OfChannelQuerySet):
    def under_way(self) -> ClosingQuerySet:
        return self.filter(state=Closing.State.UNDER_WAY)


class ClosingStepQuerySet(models.QuerySet["ClosingStep"]):
    def visible_to(self, user: User, *, on: date) -> ClosingStepQuerySet:
        return self.filter(closing__channel__in=Channel.objects.in_detail(user, on=on))

    def left(self) -> ClosingStepQuerySet:
        return self.filter(state=ClosingStep.State.OPEN)


class ReappearanceCheckQuerySet(OfChannelQuerySet):
    def waiting(self) -> ReappearanceCheckQuerySet:
        return self.filter(result="", dropped=False)


class GuardFlagQuerySet(OfChannelQuerySet):
    def standing(self) -> GuardFlagQuerySet:
        return self.filter(ended_on=None)


class PauseCause(models.TextChoices):
    """Why nobody posts for now."""

    MODERATORS = "moderators", "Nobody can moderate it"
    LOOKED_INTO = "looked_into", "Something has to be looked into first"
    HOLD = "hold", "Nothing is to be posted for now"
    LOGIN = "login", "The login is not safe"
    CONDITIONS = "conditions", "A condition of its approval is not kept"
    ACCESS = "access", "Somebody's access has been withdrawn"
    CHECKS = "checks", "Its opening checks are not complete"
    OTHER = "other", "Another reason"


class ClosureReason(models.TextChoices):
    """Why a channel closes (3.10)."""

    AIM_MET = "aim_met", "It has done what it was for"
    STAFF_LEFT = "staff_left", "The people who ran it have left"
    LOW_VALUE = "low_value", "Few people use it"
    BREACH = "breach", "It did not keep to the rules"
    REPLACED = "replaced", "Another channel takes its place"
    PLATFORM_ENDED = "platform_ended", "The platform has ended or changed"
    SCHOOL_CLOSED = "school_closed", "The school closes or merges"
    OTHER = "other", "Another reason"


class Ending(models.TextChoices):
    """What becomes of the account itself: the evidence of a closing."""

    DELETED = "deleted", "Deleted for good"
    DEACTIVATED = "deactivated", "Deactivated: it cannot be seen, and the platform keeps it"
    ARCHIVED = "archived", "Kept to read only: nobody can post or comment"
    HANDED_OVER = "handed_over", "Handed over to somebody outside the school"


class Closing(models.Model):
    """One closing of a channel: why, what becomes of the account, who is told, and how it ended."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", "Under way"
        CLOSED = "closed", "Closed"
        KEPT = "kept", "Kept open after all"
        REVERSED = "reversed", "Taken back as a mistake"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="closings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNDER_WAY)
    began_on = models.DateField()
    began_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    planned_for = models.DateField()
    reason = models.CharField(max_length=20, choices=ClosureReason.choices)
    note = models.CharField(max_length=400, blank=True)
    ending = models.CharField(max_length=12, choices=Ending.choices)
    handed_to = models.CharField(max_length=150, blank=True)
    followers = models.PositiveIntegerField(null=True, blank=True)
    tell = models.JSONField(default=list)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=400, blank=True)
    # Whose part the closing ended, so that a closing by mistake can be taken back whole.
    people_ended = models.JSONField(default=list)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ("began_on",)
        constraints = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=models.Q(state="under_way"),
                name="one_closing_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"Closing of {self.channel_id}"


class ClosingStep(models.Model):
    """A line of the closing checklist, ticked by somebody with a day and how, or waived with a reason."""

    class State(models.TextChoices):
        OPEN = "open", "To do"
        DONE = "done", "Done"
        WAIVED = "waived", "Not needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    closing = models.ForeignKey(Closing, models.PROTECT, related_name="steps")
    code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=300, blank=True)

    objects = ClosingStepQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["closing", "code"], name="one_step_of_each_kind")
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.closing_id}"


class ReappearanceCheck(models.Model):
    """Whether a closed account is still gone: due 1, 3 and 12 months after closing, or made in between."""

    class Result(models.TextChoices):
        GONE = "gone", "Still gone"
        BACK = "back", "It is back"
        OTHERS = "others", "Somebody else uses the name, and does not claim to be us"
        FAKE = "fake", "Somebody else uses the name and claims to be us"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="reappearance_checks")
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=6, choices=Result.choices, blank=True)
    note = models.CharField(max_length=400, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    # A closing that was taken back leaves its checks behind unasked.
    dropped = models.BooleanField(default=False)

    objects = ReappearanceCheckQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "checked_on")
        indexes = [models.Index(fields=["channel", "due_on"])]

    def __str__(self) -> str:
        return f"Check of {self.channel_id}, due {self.due_on}"


class GuardFlag(models.Model):
    """Since when a channel has not met a rule that always holds, and until when."""

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="flags")
    code = models.CharField(max_length=20)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = GuardFlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "code"],
                condition=models.Q(ended_on=None),
                name="one_open_flag_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.channel_id}"
