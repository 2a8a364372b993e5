"""The eight tasks of the form as pages of questions. Nothing here is saved: a view hands the answers on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts_registry.api import GROUPS, INTERACTION, PUPIL_GROUPS, second_look
from approvals.request import checks, sections
from approvals.request.forms.people import PeopleForm
from approvals.request.forms.task_fields import TaskForm, age, one_of, prose, some_of, text
from approvals.request.models import Request
from govuk.fields import GovukDateField, field_of
from govuk.widgets import Text, TextArea
from platforms.models import Platform

AGE_RANGE = "Enter the age range of the pupils, like 11 to 16"
AGE_ORDER = "The youngest age must be lower than the oldest age"


class PurposeForm(TaskForm):
    code = "purpose"

    title = text("Enter what you will call this channel", most=150)
    scope = one_of(sections.SCOPES, "Select who the channel is about")
    aims = prose("Enter what you want this channel to achieve")
    why_worthwhile = prose("Enter why social media is better for this")
    success_measures = prose("Enter how you will know that it worked", rows=3)


class ContentForm(TaskForm):
    code = "content"

    content = prose("Enter what you will post")
    pupil_images = one_of(sections.PUPIL_IMAGES, "Select whether you will show photos of pupils")
    consent_plan = prose("", required=False, rows=3)
    school_mark = one_of(
        sections.MARKS, "Select whether you will use the school's name or logo", inline=True
    )

    def clean(self) -> None:
        if self.cleaned_data.get("pupil_images") == "with_consent" and not self.cleaned_data.get(
            "consent_plan"
        ):
            self.add_error("consent_plan", "Enter how you will get consent from parents or carers")


class PlatformForm(TaskForm):
    code = "platform"

    platform: forms.ModelChoiceField[Platform] = forms.ModelChoiceField(
        queryset=None,
        empty_label="Select a platform",
        error_messages={"required": "Select the platform", "invalid_choice": "Select the platform"},
    )
    platform_other = text("", required=False, most=60, width="20")
    account_name = text("Enter the account name you want", most=150, width="20")
    hosting = one_of(sections.HOSTS, "Select who will host it")
    host_name = text("", required=False, most=100, width="20")
    openness = one_of(sections.OPENNESS, "Select who can see it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "platform", forms.ModelChoiceField).queryset = self.given.platforms

    def clean(self) -> None:
        platform = self.cleaned_data.get("platform")
        if platform and platform.code == "other" and not self.cleaned_data.get("platform_other"):
            self.add_error("platform_other", "Enter the name of the platform")
        if self.cleaned_data.get("hosting") == "other" and not self.cleaned_data.get("host_name"):
            self.add_error("host_name", "Enter who hosts it")
        if platform and (name := self.cleaned_data.get("account_name")):
            self._refuse_account(platform, name)

    def _refuse_account(self, platform: Any, name: str) -> None:
        if problem := checks.account_problem(self.given.request, platform, name, self.given.on):
            self.add_error("account_name", problem)
        else:
            second_look.ask(self, checks.account_warnings(self.given.request, platform, name))


class WhoForm(TaskForm):
    """People in groups, with ages where they are pupils and names where they are others."""

    column = ""

    @classmethod
    def initial_from(cls, request: Request) -> dict[str, Any]:
        lines = getattr(request, cls.column)
        pupils: dict[str, Any] = next((line for line in lines if line["group"] in PUPIL_GROUPS), {})
        names = next((line["names"] for line in lines if line.get("names")), "")
        return {
            **super().initial_from(request),
            cls.column: [line["group"] for line in lines],
            "youngest": pupils.get("age_from"),
            "oldest": pupils.get("age_to"),
            "names": names,
        }

    def clean(self) -> None:
        chosen = set(self.cleaned_data.get(self.column) or ())
        youngest, oldest = self.cleaned_data.get("youngest"), self.cleaned_data.get("oldest")
        if chosen & set(PUPIL_GROUPS) and (youngest is None or oldest is None):
            if "youngest" not in self.errors and "oldest" not in self.errors:
                self.add_error("youngest", AGE_RANGE)
        elif youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("youngest", AGE_ORDER)
        if chosen & {"other_school_pupils", "organisations", "other"} and not self.cleaned_data.get(
            "names"
        ):
            self.add_error("names", "Enter the names of the other schools, organisations or people")

    def answers(self) -> dict[str, Any]:
        found = super().answers()
        if self.column in found:
            found[self.column] = [self._line(group) for group in found[self.column]]
        return found

    def _line(self, group: str) -> dict[str, Any]:
        line: dict[str, Any] = {"group": group}
        if group in PUPIL_GROUPS:
            line |= {
                "age_from": self.cleaned_data.get("youngest"),
                "age_to": self.cleaned_data.get("oldest"),
            }
        if group in ("other_school_pupils", "organisations", "other"):
            line["names"] = self.cleaned_data.get("names") or ""
        return line


NAMES = "Names of other schools, organisations or people, if you ticked them"


class AudienceForm(WhoForm):
    code = "audience"
    column = "audience"

    audience = some_of(GROUPS, "Select who the channel is for")
    youngest = age("Age of the youngest pupils, if you ticked pupils")
    oldest = age("Age of the oldest pupils")
    names = forms.CharField(required=False, label=NAMES, widget=TextArea(rows=2))
    promotion = prose("Enter how people will find out about it", rows=3)
    other_ways = prose("Enter how you will reach people who do not use it", rows=3)


class ContributorsForm(WhoForm):
    code = "contributors"
    column = "contributors"

    contributors = some_of(GROUPS, "Select who can add posts or files")
    youngest = age("Age of the youngest pupils, if you ticked pupils")
    oldest = age("Age of the oldest pupils")
    names = forms.CharField(required=False, label=NAMES, widget=TextArea(rows=2))
    interaction = some_of(INTERACTION, "Select what other people can do on it")


class SafetyForm(TaskForm):
    code = "safety"

    risk_assessment = prose("Enter what could go wrong and what you will do about it", rows=10)
    security_measures = prose("Enter how you will keep the account secure")


class DatesForm(TaskForm):
    code = "dates"

    go_live_date = GovukDateField(
        called="Go-live date", error_messages={"required": "Enter the date you want to go live"}
    )
    closing_date = GovukDateField(called="Closing date", required=False)
    first_review_date = GovukDateField(called="First review date", required=False)
    exit_strategy = prose("Enter what will happen to it when it ends")
    hours_a_week = forms.DecimalField(
        min_value=0,
        max_digits=4,
        decimal_places=1,
        widget=Text({"inputmode": "decimal"}, width="4", suffix="hours"),
        error_messages={
            "required": "Enter how many hours a week it will take",
            "invalid": "Hours a week must be a number, like 1.5",
            "max_decimal_places": "Hours a week must have no more than 1 decimal place",
            "max_digits": "Hours a week must be 168 or fewer",
        },
    )
    cover_plan = prose("Enter who looks after it in holidays and when somebody is ill", rows=3)

    def clean_go_live_date(self) -> date:
        day: date = self.cleaned_data["go_live_date"]
        if day < self.given.on:
            raise forms.ValidationError("Go-live date must be today or in the future")
        return day

    def clean_hours_a_week(self) -> Any:
        hours = self.cleaned_data["hours_a_week"]
        if not 0 < hours <= 168:
            raise forms.ValidationError("Hours a week must be more than 0 and no more than 168")
        return hours

    def clean(self) -> None:
        go_live = self.cleaned_data.get("go_live_date")
        for name, called in (("closing_date", "Closing"), ("first_review_date", "First review")):
            day = self.cleaned_data.get(name)
            if go_live and day and day <= go_live:
                self.add_error(
                    name, f"{called} date must be after the go-live date, {go_live:%-d %B %Y}"
                )
        self._refuse_no_end()

    def _refuse_no_end(self) -> None:
        """Every channel has a day on which somebody asks whether it should go on (I-B-28)."""
        if self.errors.keys() & {"closing_date", "first_review_date"} or self.cleaned_data.get(
            "closing_date"
        ):
            return
        if self.given.rules["lifespan_rule"] == "closure_date":
            self.add_error("closing_date", "Enter the date it will close")
        elif not self.cleaned_data.get("first_review_date"):
            self.add_error("closing_date", "Enter a closing date or a first review date")


FORMS: dict[str, type[TaskForm]] = {
    form.code: form
    for form in (
        PurposeForm,
        ContentForm,
        PlatformForm,
        AudienceForm,
        ContributorsForm,
        PeopleForm,
        SafetyForm,
        DatesForm,
    )
}
