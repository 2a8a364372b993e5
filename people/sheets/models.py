"""A file of people as it was uploaded."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models

from people.person.models import User


class ImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, user: User, *, on: date) -> ImportQuerySet:
        """One's own uploads: a list of people is nobody else's until it is imported."""
        return self.filter(uploaded_by=user)


class PeopleImport(models.Model):
    """A file of people as uploaded, kept while it is looked at: nobody is added before it is imported."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="+")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file_name} {self.uploaded_at}"
