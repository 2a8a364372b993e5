"""What people type about a channel, cleaned. Choices are passed in; nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from accounts_registry import identity
from accounts_registry.models import Channel, ChannelPerson, Platform
from govuk.fields import GovukDateField
from govuk.layout import Question, Words
from govuk.page_form import PageForm, yes_or_no
from govuk.widgets import Radios, Text, TextArea


class AddForm(PageForm):
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
        self.fields["school"].choices = _with_blank([(str(one.pk), one.name) for one in schools])
        self.fields["platform"].choices = _with_blank([(one.code, one.name) for one in platforms])
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
        return cleaned

    def _check_posts(self, school: Any, field: str, titles: Iterable[str]) -> None:
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


class ThreeTestsForm(forms.Form):
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


class OpeningForm(PageForm):
    """The opening checks. Every answer may be left for later; what is missing is said on the page."""

    button = "Save checks"

    url = forms.CharField(
        label="Link to the account",
        required=False,
        widget=Text(width="two-thirds"),
        help_text="Open the account's own page and copy the address from the browser",
    )
    master_privileges_held = forms.BooleanField(
        label="The school holds the master privileges and access permissions", required=False
    )
    editorial_oversight = forms.BooleanField(
        label="The school has editorial oversight of everything posted", required=False
    )
    admins_limited = forms.BooleanField(
        label="Only the staff who need administrator rights have them", required=False
    )
    credentials_location = forms.CharField(
        label="Where the login details are kept",
        required=False,
        max_length=200,
        widget=Text(width="20"),
        help_text="Say where, like School safe. Never the password itself: it is not stored here",
    )
    credentials_post = forms.ModelChoiceField(
        label="Which post looks after the login details",
        queryset=None,
        required=False,
        empty_label="Choose a post",
    )
    recovery_email = forms.EmailField(
        label="Recovery email of the account",
        required=False,
        widget=Text(width="20"),
        error_messages={
            "invalid": "Enter an email address in the correct format, like office@ashdown.example"
        },
    )
    two_factor = forms.ChoiceField(
        label="Is the second sign-in step of the platform on?",
        required=False,
        choices=Channel.TwoFactor.choices,
        widget=Radios(),
    )
    two_factor_reason = forms.CharField(
        label="If it is not on, why",
        required=False,
        max_length=200,
        widget=Text(width="two-thirds"),
    )
    privacy_settings_checked_on = GovukDateField(
        label="When the privacy settings were checked",
        called="Date the privacy settings were checked",
        required=False,
    )
    house_rules_url = forms.URLField(
        label="Link to the house rules",
        required=False,
        assume_scheme="https",
        widget=Text(width="two-thirds"),
        error_messages={"invalid": "Enter the full link to the house rules, starting with https"},
    )
    profile_states_role = forms.BooleanField(
        label="The profile says that the account is the school's", required=False
    )

    def __init__(
        self, *args: Any, posts: Any, asks_for_house_rules: bool, on: date, **kwargs: Any
    ) -> None:
        self.on = on
        self.asks_for_house_rules = asks_for_house_rules
        super().__init__(*args, **kwargs)
        self.fields["credentials_post"].queryset = posts
        if not asks_for_house_rules:
            del self.fields["house_rules_url"]

    def questions(self) -> Sequence[Any]:
        rules = ["house_rules_url"] if self.asks_for_house_rules else []
        return [
            Words(heading="The account"),
            Question("url"),
            Question("profile_states_role"),
            Words("Tick each test that is met.", heading="The 3 tests of an official account"),
            *map(Question, ("master_privileges_held", "editorial_oversight", "admins_limited")),
            Words(heading="Keeping it secure"),
            *map(Question, ("credentials_location", "credentials_post", "recovery_email")),
            *map(
                Question, ("two_factor", "two_factor_reason", "privacy_settings_checked_on", *rules)
            ),
        ]

    def clean_privacy_settings_checked_on(self) -> date | None:
        day = self.cleaned_data["privacy_settings_checked_on"]
        if day and day > self.on:
            raise forms.ValidationError(
                "Date the privacy settings were checked must be today or in the past"
            )
        return day


class DetailsForm(PageForm):
    """What the register says about a channel and may need mending."""

    button = "Save details"

    account_name = forms.CharField(
        label="Account or page name",
        max_length=150,
        widget=Text(width="two-thirds"),
        error_messages={"required": "Enter the account or page name"},
    )
    url = forms.CharField(
        label="Link to the account",
        required=False,
        widget=Text(width="two-thirds"),
        help_text="Open the account's own page and copy the address from the browser",
    )
    scope = forms.ChoiceField(label="Who it speaks for", choices=Channel.Scope.choices)
    date_opened = GovukDateField(label="Date opened", called="Date opened", required=False)
    next_review_on = GovukDateField(label="Next review", called="Next review", required=False)
    planned_closing = GovukDateField(
        label="Planned closing date",
        called="Planned closing date",
        required=False,
        help_text="Only if one is set",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def clean_date_opened(self) -> date | None:
        day = self.cleaned_data["date_opened"]
        if day and day > self.on:
            raise forms.ValidationError("Date opened must be today or in the past")
        return day


class PersonForm(PageForm):
    """Somebody, or whoever holds a post, with a part in running a channel."""

    button = "Add a person"

    part = forms.ChoiceField(
        label="What they will do",
        choices=ChannelPerson.Part.choices,
        widget=Radios(),
        error_messages={"required": "Select what they will do"},
    )
    person = forms.ModelChoiceField(
        label="Person",
        queryset=None,
        required=False,
        empty_label="Choose a person",
        help_text="Leave this empty to give the part to whoever holds a post",
    )
    post = forms.ModelChoiceField(
        label="Or a post", queryset=None, required=False, empty_label="Choose a post"
    )

    def __init__(self, *args: Any, people: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["post"].queryset = posts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        person, post, part = cleaned.get("person"), cleaned.get("post"), cleaned.get("part")
        if part and not person and not post:
            self.add_error("person", "Select a person or a post")
        if part == "master" and not post:
            self.add_error("post", "Master administration belongs to a post. Select the post")
        return cleaned


class CancelForm(PageForm):
    """A planned channel that will not go ahead."""

    button = "This channel will not go ahead"

    reason = forms.CharField(
        label="Why it will not go ahead",
        widget=TextArea(rows=3),
        max_length=500,
        error_messages={"required": "Enter why it will not go ahead"},
    )


class PauseForm(PageForm):
    """Why nobody posts for now."""

    button = "Pause this channel"

    reason = forms.CharField(
        label="Why is it paused?",
        help_text="Everybody who runs it is told to stop posting. They see this reason.",
        widget=TextArea(rows=3),
        max_length=200,
        error_messages={"required": "Enter why it is paused"},
    )


class StartClosingForm(PageForm):
    """That a channel will close, and when."""

    button = "Start closing"

    planned_closing = GovukDateField(
        label="When will it close?",
        help_text="For example, 18 7 2027",
        called="Closing date",
        error_messages={"required": "Enter the date it will close"},
    )
    reason = forms.CharField(
        label="Why is it closing?",
        widget=TextArea(rows=3),
        max_length=500,
        error_messages={"required": "Enter why it is closing"},
    )


class CloseForm(PageForm):
    """That the account is closed."""

    button = "Close this channel"

    date_closed = GovukDateField(
        label="When was the account closed?",
        help_text="The day it was deleted or locked on the platform",
        called="Closing date",
        error_messages={"required": "Enter the date it was closed"},
    )


def _with_blank(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "Choose one"), *choices]
