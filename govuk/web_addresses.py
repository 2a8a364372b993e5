"""Web addresses that people give: one check before they are kept, and the same before they become a link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models

NOT_ONE = "Enter a web address, starting with https"


def is_web_address(text: str) -> bool:
    """Whether it leads to a website and to nothing else; `javascript:` and its like never do."""
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


class WebAddressField(models.URLField):
    """A column whose value was checked whoever writes it: a form, a sheet, a command or a verb.

    To the database and to migrations it is Django's own field.
    """

    def pre_save(self, record: Any, add: bool) -> Any:
        value = super().pre_save(record, add)
        if value and not is_web_address(value):
            raise ValidationError({self.name: NOT_ONE})
        return value

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
