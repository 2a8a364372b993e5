"""The steps of a request's route: who signs each, who may sign besides them, and to whom a step went."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F

from approvals.request.statuses import AWAITING


class StageQuerySet(models.QuerySet["Stage"]):
    def current(self) -> StageQuerySet:
        """The step that a request, as it was last sent, has come to."""
        return self.filter(state=Stage.State.CURRENT, revision=F("request__revision"))

    def waiting(self) -> StageQuerySet:
        """Those of requests that wait for a signature."""
        return self.filter(request__status__in=AWAITING)


class Stage(models.Model):
    """One step of a request's route at one revision: who signs it, in what capacity, and why them."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not reached yet"
        CURRENT = "current", "Waiting for a decision"
        DECIDED = "decided", "Decided"
        NOT_REQUIRED = "not_required", "Not needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("approvals.Request", models.CASCADE, related_name="stages")
    revision = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=14)
    signer = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="stages"
    )
    capacity = models.CharField(max_length=80, blank=True)
    # What they sign by: a role of the school, LINE for the author's line, SECOND for a second signatory.
    role = models.CharField(max_length=10, blank=True)
    why = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=14, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(null=True, blank=True)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ("revision", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "revision", "position"], name="one_stage_per_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.request_id}"

    @property
    def is_final(self) -> bool:
        return self.code == "head"


class StageMove(models.Model):
    """A step that went from somebody who could not sign it to somebody else, and why. Never changed."""

    class Because(models.TextChoices):
        AWAY = "away", "is away"
        LEFT = "left", "does not work here now"
        ROLE = "role", "does not sign here now"
        # Somebody may sign besides them; only when that one signs first does the step go to them.
        SAID = "said", "is said to be away"
        UNKNOWN = "new", "has not been spoken to yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="moves")
    was = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    because = models.CharField(max_length=4, choices=Because.choices)
    # Nobody where the next in the line signs last.
    now = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.stage_id} at {self.at}"

    @property
    def sentence(self) -> str:
        """Why and to whom, for the page and the letters: "Priya Nair is away, so Owen Lowe signs"."""
        why = f"{self.was} {self.get_because_display()}"
        return (
            f"{why}, so {self.now} signs instead"
            if self.now
            else f"{why}, and the next in line signs last"
        )


class StandIn(models.Model):
    """Somebody who may sign a step besides its signer, for as long as that one gives way."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="stand_ins")
    # The second is asked only while the first is said to be away too.
    position = models.PositiveSmallIntegerField()
    signer = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=10, blank=True)
    because = models.CharField(max_length=4, choices=StageMove.Because.choices)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["stage", "position"], name="one_stand_in_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} at {self.at}"

    @property
    def sentence(self) -> str:
        """Why they are asked too: "Priya Nair is said to be away, so Owen Lowe may sign too"."""
        return f"{self.stage.signer} {self.get_because_display()}, so {self.signer} may sign too"
