"""A channel that existed before the portal: its row of Appendix 1, and its acceptance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from accounts_registry.accounts.forms.second_look import SecondLook
from accounts_registry.record.forms.choices import with_blank
from govuk.fields import GovukDateField, field_of
from govuk.layout import Question
from govuk.page_form import yes_or_no
from govuk.widgets import Radios, Text
from people.api import title_forms as ticks
from platforms.api import identity
from platforms.models import Platform
from schools.models import School


class AddForm(SecondLook):
    """The six columns of Appendix 1, for a channel that existed before the portal."""

    button = "Add to the register"

    school = forms.ChoiceField(label="School", error_messages={"required": "Select the school"})
    platform = forms.ChoiceField(
        label="Platform", error_messages={"required": "Select the platform"}
    )
    platform_other = forms.CharField(
        label="Name of the platform",
        required=False,
        max_length=60,
        widget=Text(width="20"),
        help_text="Only if you chose Other",
    )
    account_name = forms.CharField(
        label="Account or page name, or its link",
        max_length=150,
        widget=Text(width="two-thirds"),
        help_text="As it is shown on the platform, like @AshdownPE or Ashdown Primary. A link copied from the account is best",
        error_messages={"required": "Enter the account or page name, or its link"},
    )
    master_post = forms.CharField(
        label="Master administration role",
        max_length=80,
        widget=Text(width="20"),
        help_text="The post that holds the highest access, like Business manager. Not a person's name",
        error_messages={"required": "Enter the post that holds master administration"},
    )
    poster_posts = forms.CharField(
        label="Approved users (posting)",
        required=False,
        max_length=400,
        widget=Text(width="two-thirds"),
        help_text="The posts that may post, with commas between them, like Head of PE, PE technician",
    )
    date_opened = GovukDateField(
        label="Date opened",
        called="Date opened",
        required=False,
        help_text="Leave it empty if nobody knows",
    )
    date_closed = GovukDateField(
        label="Date closed",
        called="Date closed",
        required=False,
        help_text="Only if the account is closed",
    )

    def __init__(
        self,
        *args: Any,
        schools: Sequence[Any],
        platforms: Sequence[Platform],
        on: date,
        known_posts: Mapping[Any, Set[str]],
        may_add_posts: Set[Any],
        **kwargs: Any,
    ) -> None:
        self.schools, self.platforms, self.on = schools, platforms, on
        self.known_posts, self.may_add_posts = known_posts, may_add_posts
        super().__init__(*args, **kwargs)
        field_of(self, "school", forms.ChoiceField).choices = with_blank(
            [(str(one.pk), one.name) for one in schools]
        )
        field_of(self, "platform", forms.ChoiceField).choices = with_blank(
            [(one.code, one.name) for one in platforms]
        )
        if len(schools) == 1:
            self.fields["school"].initial = str(schools[0].pk)
            self.fields["school"].widget = forms.HiddenInput()

    def clean_school(self) -> Any:
        return next(one for one in self.schools if str(one.pk) == self.cleaned_data["school"])

    def clean_platform(self) -> Platform:
        return next(one for one in self.platforms if one.code == self.cleaned_data["platform"])

    def clean_poster_posts(self) -> list[str]:
        titles = (
            " ".join(title.split())
            for title in self.cleaned_data["poster_posts"].replace(";", ",").split(",")
        )
        return list(dict.fromkeys(title[:80] for title in titles if title))

    def looks_at(self) -> dict[str, Any] | None:
        school, platform = self.cleaned_data.get("school"), self.cleaned_data.get("platform")
        name = self.cleaned_data.get("account_name")
        if not (school and platform and name):
            return None
        return {
            "platform": platform,
            "typed": name,
            "trust_id": school.trust_id,
            "school_id": school.pk,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        platform, name = cleaned.get("platform"), cleaned.get("account_name")
        if platform and platform.code == "other" and not cleaned.get("platform_other"):
            self.add_error("platform_other", "Enter the name of the platform")
        if platform and name and (problem := identity.resolve(platform, name).problem):
            self.add_error("account_name", problem)
        self._check_dates(cleaned.get("date_opened"), cleaned.get("date_closed"))
        if school := cleaned.get("school"):
            self._check_posts(school, "master_post", [cleaned.get("master_post", "")])
            self._check_posts(school, "poster_posts", cleaned.get("poster_posts", []))
            cleaned[ticks.NAME] = self._ask_about(school, cleaned)
        return cleaned

    def _ask_about(self, school: School, cleaned: Mapping[str, Any]) -> list[str]:
        """Titles that read like a name; the tick stands before the button."""
        typed = [cleaned.get("master_post", ""), *cleaned.get("poster_posts", [])]
        said = ticks.ask(self, filter(None, typed), trust=school.trust)
        if ticks.NAME in self.fields:
            layout = self.helper.layout
            layout.insert(len(layout.fields) - 1, Question(ticks.NAME))
        return said

    def _check_posts(self, school: School, field: str, titles: Iterable[str]) -> None:
        """Not everybody who keeps the register may add a post; then it must be one that is there."""
        if school.pk in self.may_add_posts:
            return
        for title in titles:
            if title and title.casefold() not in self.known_posts.get(school.pk, set()):
                self.add_error(
                    field, f"{school} has no post called {title}. Ask the office manager to add it"
                )

    def _check_dates(self, opened: date | None, closed: date | None) -> None:
        for field, day, called in (
            ("date_opened", opened, "opened"),
            ("date_closed", closed, "closed"),
        ):
            if day and day > self.on:
                self.add_error(field, f"Date {called} must be today or in the past")
        if opened and closed and closed < opened:
            self.add_error(
                "date_closed", "Date closed must be the same as or after the date opened"
            )

    def facts(self) -> dict[str, Any]:
        """The arguments of the action; a pasted link gives its handle as the name."""
        facts = dict(self.cleaned_data)
        typed = facts["account_name"]
        resolved = identity.resolve(facts["platform"], typed)
        if resolved.handle and identity.is_link(identity.tidy(typed)):
            plain = "/" in resolved.handle or not facts["platform"].handle_pattern
            facts |= {
                "url": typed,
                "account_name": resolved.handle if plain else f"@{resolved.handle}",
            }
        return facts


class AcceptForm(forms.Form):
    """The three tests of an official account, for one row of the page on which a head accepts many."""

    decision = forms.ChoiceField(
        label="Do you accept it onto the register?",
        choices=(("accept", "Yes, accept it"), ("later", "Not now")),
        initial="later",
        widget=Radios(inline=True, small=True),
        required=False,
    )
    master_privileges_held = yes_or_no(
        "Does the school hold the master privileges and access permissions?",
        "Select yes if the school holds the master privileges",
    )
    editorial_oversight = yes_or_no(
        "Does the school have editorial oversight of everything posted?",
        "Select yes if the school has editorial oversight",
    )
    admins_limited = yes_or_no(
        "Do only the staff who need administrator rights have them?",
        "Select yes if only staff who need administrator rights have them",
    )
    questions = ("master_privileges_held", "editorial_oversight", "admins_limited")

    def full_clean(self) -> None:
        """A row that is left for later asks nothing."""
        later = self.is_bound and self.data.get(self.add_prefix("decision")) != "accept"
        for name in self.questions:
            self.fields[name].required = not later
        super().full_clean()

    @property
    def is_accepted(self) -> bool:
        return self.cleaned_data.get("decision") == "accept"

    def answers(self) -> dict[str, bool]:
        return {name: self.cleaned_data[name] for name in self.questions}


@dataclass(frozen=True)
class Many:
    """Forms of one page: their errors stand in one summary."""

    forms: Sequence[forms.Form]

    def non_form_errors(self) -> list[str]:
        return []

    @property
    def failed(self) -> Any:
        return next((form for form in self.forms if form.errors), None)
