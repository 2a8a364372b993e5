"""Social media services, as data."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models

from access.check import Person
from govuk.web_addresses import WebAddressField


class PlatformQuerySet(models.QuerySet["Platform"]):
    def visible_to(self, user: Person, *, on: date) -> PlatformQuerySet:
        return self.all()

    def current(self) -> PlatformQuerySet:
        return self.filter(current=True)


class Platform(models.Model):
    """A social media service, as data: how its links look and how old one must be."""

    class Kind(models.TextChoices):
        SOCIAL = "social", "Social network"
        MICROBLOG = "microblog", "Short posts"
        BLOG = "blog", "Blog"
        VIDEO = "video", "Video"
        IMAGES = "images", "Pictures"
        MESSAGING = "messaging", "Messaging"
        QUESTIONS = "questions", "Questions and answers"
        FORUM = "forum", "Forum or chat room"
        PODCAST = "podcast", "Podcast"
        WIKI = "wiki", "Encyclopaedia"
        BOOKMARKS = "bookmarks", "Bookmarks"
        GAMING = "gaming", "Gaming"
        PROFESSIONAL = "professional", "Professional network"
        WEBSITE = "website", "Website"
        OTHER = "other", "Something else"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=60, unique=True)
    aliases = models.JSONField(default=list)
    hosts = models.JSONField(default=list)
    handle_pattern = models.CharField(max_length=120, blank=True)
    example = models.CharField(max_length=100, blank=True)
    profile_url = models.CharField(
        max_length=100, blank=True, help_text="With {handle} where it goes"
    )
    path_patterns = models.JSONField(
        default=list, help_text="What the path of an account's link looks like"
    )
    reserved = models.JSONField(default=list, help_text="First words of a path that are no account")
    subdomains = models.BooleanField(default=False, help_text="The account stands before the host")
    overlooked = models.CharField(
        max_length=10, blank=True, help_text="Letters that make no difference to the platform"
    )
    minimum_age = models.PositiveSmallIntegerField(default=13)
    age_source = models.CharField(max_length=200, blank=True)
    age_checked_on = models.DateField(null=True, blank=True)
    current = models.BooleanField(default=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SOCIAL)
    # Some platforms tell accounts apart by capitals in the part of a link that names them.
    case_matters = models.BooleanField(default=False)
    approved_for_schools = models.BooleanField(default=True)
    report_url = WebAddressField(blank=True)
    privacy_help_url = WebAddressField(blank=True)
    takedown_steps = models.JSONField(default=list)
    links_checked_on = models.DateField(null=True, blank=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
