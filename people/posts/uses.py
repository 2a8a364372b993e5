"""Where posts are in use: asked of everything that refers to one, so that a new table cannot be forgotten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from people.posts.models import Post


def uses_of(posts: Collection[Any], *, on: date) -> dict[UUID, list[str]]:
    """For each of these posts the ends of the sentence "It is …", in one question for each table.

    Every table that refers to a post answers `uses_of_posts(ids, on=)` with (id of the post, words).
    What is over (a holder or a part of earlier days) is no use: it stands in the history as it was.
    """
    ids = [getattr(post, "pk", post) for post in posts]
    found: dict[UUID, list[str]] = {pk: [] for pk in ids}
    for model in tables():
        for pk, words in model.objects.uses_of_posts(ids, on=on):
            if words not in found[pk]:
                found[pk].append(words)
    return found


def tables() -> list[Any]:
    # Hidden ones too: most tables refer to a post without a name for the way back.
    fields = Post._meta.get_fields(include_hidden=True)
    models = {field.related_model for field in fields if field.one_to_many}
    return sorted(models, key=lambda model: model._meta.label)
