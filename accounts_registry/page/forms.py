"""Mending what the register says about a channel: a page for each card."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts_registry.models import Channel
from accounts_registry.record.forms.changing import (
    GROUP_CHOICES,
    ChangeForm,
    Groups,
    a_day,
    age,
    line,
    link,
    one_of,
    prose,
    some_of,
    tick,
)
from accounts_registry.record.labels import INTERACTION
from govuk.fields import field_of
from govuk.layout import Question, Words
from govuk.widgets import Text
from people.models import Post

FULL_LINK = "Enter the full link, starting with https"
YES_NO = (("True", "Yes"), ("False", "No"))


def yes_no(label: str, select: str = "", hint: str = "") -> forms.TypedChoiceField:
    """Yes or no, and where `select` is empty also nothing yet."""
    from govuk.widgets import Radios

    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=YES_NO,
        required=bool(select),
        coerce=lambda answer: answer == "True",
        empty_value=None,
        widget=Radios(inline=True),
        error_messages={"required": select},
    )


class DetailsForm(ChangeForm):
    """What the account is called and whose it is."""

    button = "Save details"
    past = ("date_opened",)

    account_name = forms.CharField(
        label="Account or page name",
        max_length=150,
        widget=Text(width="two-thirds"),
        error_messages={"required": "Enter the account or page name"},
    )
    url = forms.CharField(
        label="Link to the account",
        required=False,
        max_length=200,
        widget=Text(width="two-thirds"),
        help_text="Open the account's own page and copy the address from the browser",
    )
    scope = forms.ChoiceField(
        label="Who it speaks for",
        choices=Channel.Scope.choices,
        error_messages={"required": "Select who it speaks for"},
    )
    department = line("Department, class or club", most=100, width="20")
    hosting = one_of("Whose site is it on?", Channel.Hosting.choices, "Select whose site it is on")
    host_name = line("Who hosts it, if it is not the school", most=150)
    date_opened = a_day("Date opened", "The day it was really opened, even if that was earlier")
    never_secret = frozenset({"account_name", "url"})


class PurposeForm(ChangeForm):
    """What it is for, who it is for, and what they can do there."""

    purpose = some_of("What is it for?", Channel.Purpose.choices)
    objective = one_of("What does it mostly serve?", Channel.Objective.choices)
    aims = prose("What should it achieve?", "The yearly evaluation looks at these aims")
    audience = some_of("Who is it for?", GROUP_CHOICES)
    audience_youngest = age("Age of the youngest pupils, if you ticked pupils")
    audience_oldest = age("Age of the oldest pupils")
    audience_names = line("Names of other schools, organisations or people, if you ticked them")
    contributors = some_of("Who can add posts or files?", GROUP_CHOICES)
    contributors_youngest = age("Age of the youngest pupils who add something")
    contributors_oldest = age("Age of the oldest pupils who add something")
    contributors_names = line("Names of those others who add something")
    pupils_under_16 = tick("Pupils under 16 use it")
    openness = one_of("Who can see it?", Channel.Openness.choices, "Select who can see it")
    membership = one_of("Who may join or follow?", Channel.Membership.choices)
    interaction = some_of("What can other people do on it?", list(INTERACTION.items()))
    min_age = age("Minimum age to join")
    pupil_communication_allowed = tick(
        "Staff may exchange messages with pupils on it",
        "Only where this was approved, and with 2 members of staff who have access",
    )

    audience_groups, contributor_groups = Groups("audience"), Groups("contributors")

    @classmethod
    def columns(cls) -> list[str]:
        extra = ("_youngest", "_oldest", "_names")
        return [name for name in super().columns() if not name.endswith(extra)]

    def first_values(self, channel: Channel) -> dict[str, Any]:
        return {
            **super().first_values(channel),
            **self.audience_groups.first_values(channel),
            **self.contributor_groups.first_values(channel),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for groups in (self.audience_groups, self.contributor_groups):
            for name, problem in groups.problems(cleaned):
                if name not in self.errors:
                    self.add_error(name, problem)
        return cleaned

    def answers(self) -> dict[str, Any]:
        return {
            **super().answers(),
            "audience": self.audience_groups.lines(self.cleaned_data),
            "contributors": self.contributor_groups.lines(self.cleaned_data),
        }


class SafetyForm(ChangeForm):
    """Moderators, comments, photos of pupils."""

    moderation_required = yes_no("Does it need moderators?", "Select whether it needs moderators")
    moderation_reason = line("If it needs none, why")
    moderation_mode = one_of("How are comments checked?", Channel.Moderation.choices)
    moderation_team = line("Which team moderates it", most=100, width="20")
    pupil_images = one_of(
        "Are there photos of pupils?",
        Channel.PupilImages.choices,
        "Select whether there are photos of pupils",
        "Where a pupil can be recognised, consent is needed before the photo is posted",
    )
    intervention_plan = prose(
        "What does the school do when something goes wrong on a site that is somebody else's?"
    )
    profile_states_role = tick("The profile says that the account is the school's")
    parents_notice_shown = tick("It says that parents and carers get answers by email or letter")
    logo_used = yes_no("Does it show the school's logo?")
    logo_link_back_url = link("Where the logo leads", FULL_LINK, "The school's own website")


class DatesForm(ChangeForm):
    """How long it runs, and when it is looked at again."""

    button = "Save dates"
    past = ("last_post_on", "last_post_checked_on")

    planned_opening = a_day("Planned opening", "Only while it is not live yet")
    next_review_on = a_day("Next review", "For example, 16 1 2027")
    planned_closing = a_day("Planned closing date", "Only if one is set")
    last_post_on = a_day("Day of the last post", called="Day of the last post")
    last_post_checked_on = a_day("When you looked", called="Day you looked")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.channel.status != Channel.Status.PLANNED:
            del self.fields["planned_opening"]

    def questions(self) -> list[Any]:
        planned = ["planned_opening"] if self.channel.status == Channel.Status.PLANNED else []
        return [
            Question("drawn_from"),
            *map(Question, (*planned, "next_review_on", "planned_closing")),
            Words(heading="Is it in use?"),
            *map(Question, ("last_post_on", "last_post_checked_on")),
        ]

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.columns() if name in self.fields}


class LoginDetailsForm(ChangeForm):
    """Where the login is kept and by whom. Never the login itself."""

    past = ("credentials_verified_on", "credentials_rotated_on")

    credentials_location = line(
        "Where are the login details kept?",
        "Say where, like School safe. Never the password itself: it is not stored here",
        width="20",
    )
    credentials_post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label="Which post looks after them?",
        queryset=None,
        required=False,
        empty_label="Choose a post",
    )
    recovery_email = forms.EmailField(
        label="Recovery email of the account",
        help_text="A school mailbox that more than one person reads, so that nobody can lose it",
        required=False,
        widget=Text(width="20"),
        error_messages={
            "invalid": "Enter an email address in the correct format, like office@ashdown.example"
        },
    )
    two_factor = one_of("Is the second sign-in step of the platform on?", Channel.TwoFactor.choices)
    two_factor_reason = line("If it is not on, why")
    credentials_verified_on = a_day(
        "When did somebody last check that they work?", called="Day they were checked"
    )
    credentials_rotated_on = a_day("When were they last changed?", called="Day they were changed")
    rotation_reason = line("Why they were changed", "For example, somebody left")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "credentials_post", forms.ModelChoiceField).queryset = self.choices["posts"]


class WebsiteForm(ChangeForm):
    """Where it is named: the website and the privacy notice."""

    past = ("privacy_notice_listed_on",)

    website_link_url = link("Which page of the website links to it?", FULL_LINK)
    no_link_reason = line("If none does, why")
    privacy_notice_listed_on = a_day(
        "When was it listed in the privacy notice?", called="Day it was listed"
    )
    privacy_notice_version = line("Which version of the privacy notice", most=40, width="10")
