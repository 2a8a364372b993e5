"""Who gets a part in a channel, and how a part ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts_registry.models import ChannelPerson
from accounts_registry.record.forms.changing import line
from govuk.fields import GovukDateField, field_of
from govuk.layout import Question, Words
from govuk.page_form import PageForm
from govuk.widgets import Radios
from people.api import PersonChoiceField
from people.models import Post
from secret_detection.detect import no_secret


def reason(label: str, hint: str = "", required: str = "") -> forms.CharField:
    """A line that says why; never a place for a password."""
    field = line(label, hint)
    field.required = bool(required)
    field.error_messages["required"] = required
    field.validators.append(no_secret)
    return field


class WhoForm(PageForm):
    """Somebody, or whoever holds a post, from a day on."""

    person = PersonChoiceField(
        label="Person",
        required=False,
        empty_label="Choose a person",
        help_text="Leave this empty to give the part to whoever holds a post",
    )
    post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label="Or a post", queryset=None, required=False, empty_label="Choose a post"
    )
    start_date = GovukDateField(
        label="From which day?",
        help_text="Today, a day to come, or an earlier day if they began then",
        called="Start date",
        error_messages={"required": "Enter the day they start"},
    )
    start_reason = reason("If they began earlier, why it is recorded only now")
    non_employee_reason = reason("If they are not an employee, why they are needed")
    head_agrees = forms.BooleanField(
        label="I am the headteacher and agree that somebody who is not an employee does this",
        required=False,
    )

    def __init__(
        self, *args: Any, people: Any, posts: Any, on: date, asks_head: bool, **kwargs: Any
    ) -> None:
        self.on, self.asks_head = on, asks_head
        kwargs["initial"] = {"start_date": on, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        field_of(self, "person", PersonChoiceField).offer(people, on=on)
        field_of(self, "post", forms.ModelChoiceField).queryset = posts
        if not asks_head:
            del self.fields["head_agrees"], self.fields["non_employee_reason"]

    def questions(self) -> Sequence[Any]:
        head = ["non_employee_reason", "head_agrees"] if self.asks_head else []
        outsiders = [Words(heading="Somebody who is not an employee"), *map(Question, head)]
        return [
            *map(Question, ("person", "post", "start_date", "start_reason")),
            *(outsiders if head else []),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("person") and not cleaned.get("post") and not self.errors:
            self.add_error("person", "Select a person or a post")
        start = cleaned.get("start_date")
        if start and start < self.on and not cleaned.get("start_reason"):
            self.add_error("start_reason", "Enter why a start in the past is recorded only now")
        return cleaned


class AddPersonForm(WhoForm):
    """A new part."""

    button = "Add a person"

    part = forms.ChoiceField(
        label="What they will do",
        choices=ChannelPerson.Part.choices,
        widget=Radios(),
        error_messages={"required": "Select what they will do"},
    )
    admin_limit_reason = reason(
        "If this is one administrator more than usual, why",
        "Only the staff who need administrator rights should have them",
    )

    def questions(self) -> Sequence[Any]:
        return [Question("part"), *super().questions(), Question("admin_limit_reason")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            cleaned.get("part") == "master"
            and not cleaned.get("post")
            and "part" not in self.errors
        ):
            self.errors.pop("person", None)
            self.add_error("post", "Master administration belongs to a post. Select the post")
        return cleaned


class ReplaceForm(WhoForm):
    """Who takes over a part; the one before ends the day before."""

    button = "Replace"
    access_removed_on = GovukDateField(
        label="When was the other's access on the platform removed?",
        help_text="Leave this empty if it still has to be done",
        called="Day access was removed",
        required=False,
    )

    def __init__(self, *args: Any, is_master: bool, **kwargs: Any) -> None:
        self.is_master = is_master
        super().__init__(*args, **kwargs)
        if is_master:
            del self.fields["person"]
            self.fields["post"].label = "Which post takes it over?"

    def questions(self) -> Sequence[Any]:
        asked = [
            one for one in super().questions() if not (self.is_master and _names(one, "person"))
        ]
        return [*asked, Question("access_removed_on")]

    def clean(self) -> dict[str, Any]:
        if not self.is_master:
            return super().clean()
        if not self.cleaned_data.get("post"):
            self.add_error("post", "Master administration belongs to a post. Select the post")
        self.cleaned_data["person"] = None
        start = self.cleaned_data.get("start_date")
        if start and start < self.on and not self.cleaned_data.get("start_reason"):
            self.add_error("start_reason", "Enter why a start in the past is recorded only now")
        return self.cleaned_data


def _names(question: Any, name: str) -> bool:
    return getattr(question, "name", "") == name


class RemovePersonForm(PageForm):
    """The last day of a part; with `asks_for_plan` also the day the channel closes."""

    end_date = GovukDateField(
        label="What is their last day?",
        called="Last day",
        error_messages={"required": "Enter their last day"},
    )
    end_reason = reason("Why it ends", "You may leave this empty")
    access_removed_on = GovukDateField(
        label="When was their access on the platform removed?",
        help_text="Leave this empty if it still has to be done",
        called="Day access was removed",
        required=False,
    )
    planned_closing = GovukDateField(
        label="When will this channel close?",
        help_text="Only if nobody takes over. For example, 18 7 2027",
        called="Closing date",
        required=False,
    )

    def __init__(self, *args: Any, who: str, asks_for_plan: bool, on: date, **kwargs: Any) -> None:
        self.button = f"Remove {who}"
        self.asks_for_plan = asks_for_plan
        super().__init__(*args, initial={"end_date": on}, **kwargs)
        if not asks_for_plan:
            del self.fields["planned_closing"]

    def questions(self) -> Sequence[Any]:
        plan = [Question("planned_closing")] if self.asks_for_plan else []
        return [*plan, *map(Question, ("end_date", "end_reason", "access_removed_on"))]


class WithdrawForm(PageForm):
    """Why somebody gets no further for now."""

    button = "Withdraw access"

    reason = reason(
        "Why is access withdrawn?",
        "Those who look after this channel see this. Say no more than they need to know",
        "Enter why access is withdrawn",
    )


class AccessForm(PageForm):
    """That the platform lets them in no more."""

    button = "Save"

    access_removed_on = GovukDateField(
        label="When was their access on the platform removed?",
        called="Day access was removed",
        error_messages={"required": "Enter the day access was removed"},
    )
