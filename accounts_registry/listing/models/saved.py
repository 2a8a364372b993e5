"""Lists of the register that somebody has named, to come back to them."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from access.check import schools_where
from access.roles import Permission
from people.models import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User, *, on: date) -> SavedViewQuerySet:
        """One's own, and those shared with a school where one works; nothing of a trust one has left."""
        schools = schools_where(user, Permission.CHANNEL_SEE, on)
        trusts = {held.trust_id for held in user.roles_on(on)}
        return self.filter(Q(owner=user) | Q(school_id__in=schools), trust_id__in=trusts)

    def of(self, user: User) -> SavedViewQuerySet:
        return self.filter(owner=user)


class SavedView(models.Model):
    """Filters, sorting and columns under a name: for oneself, or for everybody at one school."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="register_views"
    )
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="+")
    # The school whose people may open it; empty where it is its owner's alone.
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    query = models.CharField(max_length=800, blank=True)
    columns = models.JSONField(default=list)
    created_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("register:view", args=[self.slug])

    def is_now(self, query: str, columns: tuple[str, ...]) -> bool:
        """Whether this is the list somebody looks at."""
        return self.query == query and tuple(self.columns) == columns

    def address(self) -> str:
        """The list itself, with its columns."""
        columns = f"columns={','.join(self.columns)}" if self.columns else ""
        mark = "&" if "=" in self.query else ""
        return f"{reverse('register:list')}{self.query}{mark if columns else ''}{columns}"
