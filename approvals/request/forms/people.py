"""Who will run it: as many boxes as there are people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts_registry.api import Named, Rule, operators
from approvals.request import checks
from approvals.request.forms.task_fields import TaskForm
from approvals.request.models import Request, RequestPerson
from govuk.fields import field_of
from people.api import labels
from people.models import Post

Part = RequestPerson.Part


class PeopleForm(TaskForm):
    """As many boxes as there are people, two at the start; a button asks for one more."""

    code = "people"
    PARTS = (Part.ADMINISTRATOR, Part.MODERATOR, Part.POSTER)
    LEAST = {Part.ADMINISTRATOR: 2, Part.MODERATOR: 2, Part.POSTER: 1}

    master_post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        queryset=None,
        empty_label="Select a post",
        error_messages={
            "required": "Select the post that holds master administration",
            "invalid_choice": "Select a post of your school or trust",
            "invalid": "Select a post of your school or trust",
        },
    )
    overseer_post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="Select a post",
        error_messages={"invalid_choice": "Select a post of your school or trust"},
    )

    def __init__(self, *args: Any, rows: Mapping[str, int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = labels.labels(self.given.people, on=self.given.on)
        choices = [
            ("", "Select a person"),
            *((str(pk), line) for pk, line in self.named.items()),
        ]
        boxes: dict[str, forms.Field] = {}
        for part in self.PARTS:
            for number in range(1, self._rows(part, rows or {}) + 1):
                field = forms.ChoiceField(
                    required=False,
                    choices=choices,
                    label=f"{Part(part).label} {number}"
                    if number > 1 or self.LEAST[part] > 1
                    else Part(part).label,
                )
                field.error_messages["invalid_choice"] = "Select a person who works here"
                boxes[f"{part}_{number}"] = field
        self.fields = {**boxes, **self.fields}
        for name in ("master_post", "overseer_post"):
            field_of(self, name, forms.ModelChoiceField).queryset = self.given.posts

    def _rows(self, part: str, asked: Mapping[str, int]) -> int:
        """One box for each person named or sent, and never fewer than the rules ask for."""
        keys = [*self.data, *self.initial]
        numbers = [key.removeprefix(f"{part}_") for key in keys if key.startswith(f"{part}_")]
        filled = [
            int(number)
            for number in numbers
            if number.isascii() and number.isdigit() and len(number) < 3
        ]
        return min(max([self.LEAST[Part(part)], *filled]) + asked.get(part, 0), 12)

    @classmethod
    def initial_from(cls, request: Request) -> dict[str, Any]:
        found = super().initial_from(request)
        for part in cls.PARTS:
            lines = (
                request.people.filter(part=part)
                .exclude(person=None)
                .order_by("person__family_name", "person__given_name")
            )
            found |= {
                f"{part}_{number}": str(line.person_id)
                for number, line in enumerate(lines, start=1)
            }
        return found

    def boxes(self, part: str) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(f"{part}_")]

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The boxes as the page shows them: a heading, its hint, its boxes and its button."""
        said = {
            Part.ADMINISTRATOR: ("Administrators", "They can sign in and change settings."),
            Part.MODERATOR: (
                "Moderators",
                "They read what others write and act on it. They can be administrators too.",
            ),
            Part.POSTER: (
                "Approved to post",
                "They write the posts. Somebody who posts cannot also sign this request.",
            ),
        }
        return [
            {"part": str(part), "heading": said[part][0], "hint": said[part][1], "boxes": self.boxes(part),
             "another": f"Add another {one}"}
            for part, one in zip(self.PARTS, ("administrator", "moderator", "person who posts"), strict=True)
        ]  # fmt: skip

    def clean(self) -> None:
        for part in self.PARTS:
            self._refuse_twice(part)
        self._refuse_too_few(Part.ADMINISTRATOR, self.given.rules["min_admins"])
        self._refuse_too_few(Part.MODERATOR, self.given.rules["min_moderators"])
        if not self._named(Part.POSTER):
            self.add_error(f"{Part.POSTER}_1", "Add at least 1 person who is approved to post")
        self._refuse_by_rule()

    def _named(self, part: str) -> dict[str, str]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name.startswith(f"{part}_") and value
        }

    def _refuse_twice(self, part: str) -> None:
        seen: set[str] = set()
        names = labels.called(self.given.people, on=self.given.on)
        lines = {str(pk): name for pk, name in names.items()}
        for name, value in self._named(part).items():
            if value in seen:
                called = {"administrator": "an administrator", "moderator": "a moderator"}.get(
                    part, "approved to post"
                )
                self.add_error(name, f"{lines[value]} is already {called}. Choose someone else")
            seen.add(value)

    def _refuse_too_few(self, part: str, wanted: int) -> None:
        named = self._named(part)
        if len(set(named.values())) < wanted and not any(
            key.startswith(f"{part}_") for key in self.errors
        ):
            empty = next(box.name for box in self.boxes(part) if box.name not in named)
            self.add_error(empty, checks.too_few(part, wanted, len(named)))

    def _refuse_by_rule(self) -> None:
        """The register's own rules about who runs a channel."""
        people = {str(person.pk): person for person in self.given.people}
        post = self.cleaned_data.get("master_post")
        named = {"master_post": Named("master", post=post)} if post else {}
        for part in self.PARTS:
            named |= {name: Named(str(part), people[pk]) for name, pk in self._named(part).items()}
        place = {"school": self.given.request.school}
        for name, one in named.items():
            found = operators.objections(one, beside=named.values(), place=place, on=self.given.on)
            against = next((it for it in found if it.rule != Rule.HEAD_AGREES), None)
            if against is not None and name not in self.errors:
                self.add_error(name, against.sentence)
        few = operators.too_few(named.values(), place=place, on=self.given.on)
        if few and not self.errors:
            self.add_error(f"{Part.POSTER}_1", checks.alone(*few))

    def answers(self) -> dict[str, Any]:
        people = {str(person.pk): person for person in self.given.people}
        lines = [
            {"part": str(part), "person": people[value]}
            for part in self.PARTS
            for value in dict.fromkeys(self._named(part).values())
        ]
        return {**super().answers(), "people": lines}
