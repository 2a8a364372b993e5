"""What people type about their trust and schools, cleaned. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from govuk.fields import GovukDateField, field_of
from govuk.layout import Button, Link, Question, Words
from govuk.page_form import PageForm
from govuk.widgets import Radios, Text, TextArea
from schools.bank_holidays import USUAL, Country
from schools.models import SchoolDate
from schools.policy_settings import PRESET_HINTS, PRESETS

PHASES = (
    "Nursery",
    "Primary",
    "Middle deemed primary",
    "Middle deemed secondary",
    "Secondary",
    "All-through",
    "16 plus",
)


def line(
    label: str, *, hint: str = "", width: str = "", error: str = "", most: int = 200
) -> forms.CharField:
    """One line of text; `error` makes it required."""
    return forms.CharField(
        label=label if error else f"{label} (optional)",
        required=bool(error),
        max_length=most,
        widget=Text(width=width),
        help_text=hint,
        error_messages={
            "required": error,
            "max_length": f"{label} must be {most} characters or fewer",
        },
    )


def web_address(label: str, *, hint: str = "", error: str = "") -> forms.URLField:
    wrong = "Enter a web address, starting with https"
    return forms.URLField(
        label=label if error else f"{label} (optional)",
        required=bool(error),
        max_length=200,
        assume_scheme="https",
        widget=Text(width="two-thirds"),
        help_text=hint,
        error_messages={"required": error, "invalid": wrong},
    )


class CountryField(forms.TypedChoiceField):
    """Whose bank holidays count. Nothing chosen leaves what there is."""

    def __init__(self, label: str, hint: str) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            choices=Country.choices,
            required=False,
            widget=Radios(),
            error_messages={"invalid_choice": "Select one of the countries"},
        )


class WithCountry(PageForm):
    """A form that asks for a country."""

    def clean_country(self) -> str:
        return self.cleaned_data["country"] or self.initial.get("country") or USUAL


class TrustForm(WithCountry):
    """The trust's name and addresses."""

    button = "Save your trust"
    name = line("What is the trust called?", error="Enter what the trust is called")
    country = CountryField(
        "Whose bank holidays does the trust keep?", "Each school says for itself where it is"
    )
    domains = line(
        "E-mail domains",
        hint="What comes after the @ in school email addresses, with commas between them",
    )
    website_url = web_address("Website")
    privacy_notice_url = web_address("Privacy notice", hint="Where people can read it")
    exit_page_url = web_address(
        "Where does “Exit this page” lead?",
        hint="A page that gives nothing away, like a weather forecast",
        error="Enter where “Exit this page” leads",
    )

    def clean_domains(self) -> list[str]:
        parts = self.cleaned_data["domains"].replace(",", " ").split()
        return [part.lower().lstrip("@") for part in parts]

    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        facts["email_domains"] = facts.pop("domains")
        return facts


class BrandForm(PageForm):
    """The trust's one colour and its logo."""

    button = "Save logo and colour"
    colour = forms.CharField(
        label="Colour",
        widget=Text(width="10"),
        help_text="Like #0E6B4F. It shows as a line under the header, in the register and on posters.",
        error_messages={"required": "Enter a colour like #0E6B4F"},
    )
    logo = forms.FileField(
        label="Logo (optional)",
        required=False,
        help_text="A PNG picture, smaller than 1MB. It shows 48 pixels high.",
        error_messages={"empty": "The selected file is empty"},
    )
    logo_alt = line(
        "What does the logo show?",
        hint="For people who cannot see it, like “Northmoor Learning Trust”",
        most=120,
    )
    remove_logo = forms.BooleanField(
        label="Remove the logo and show the trust’s name", required=False
    )

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        self.has_logo = has_logo
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["remove_logo"]

    def questions(self) -> list[Any]:
        names = ["colour", "logo", "logo_alt"] + (["remove_logo"] if self.has_logo else [])
        return [Question(name) for name in names]

    def ways(self, cancel: str) -> Iterable[Any]:
        yield Button(self.button)
        yield Button("See this colour first", kind="secondary", name="preview", value="1")
        yield Link("Cancel", cancel)


class SchoolDetailsForm(WithCountry):
    """A school's details and its office's contacts."""

    button = "Save this school"
    name = line("What is the school called?", error="Enter what the school is called")
    phase = forms.ChoiceField(label="Phase (optional)", required=False)
    low_age = forms.IntegerField(
        label="Youngest age (optional)",
        required=False,
        min_value=0,
        max_value=25,
        widget=Text(width="2"),
        error_messages={"invalid": "Youngest age must be a number, like 4"},
    )
    high_age = forms.IntegerField(
        label="Oldest age (optional)",
        required=False,
        min_value=0,
        max_value=25,
        widget=Text(width="2"),
        error_messages={"invalid": "Oldest age must be a number, like 11"},
    )
    address = forms.CharField(label="Address (optional)", required=False, widget=TextArea(rows=4))
    town = line("Town", width="20", most=60)
    country = CountryField(
        "Whose bank holidays does the school keep?",
        "Reminders and deadlines leave them out",
    )
    website_url = web_address("Website")
    privacy_notice_url = web_address("Privacy notice", hint="Leave empty to use the trust’s")
    office_phone = line("Office phone", width="20", most=30)
    office_email = forms.EmailField(
        label="Office e-mail address (optional)",
        required=False,
        widget=Text(width="two-thirds"),
        error_messages={"invalid": "Enter an email address, like office@school.example"},
    )
    local_authority = line("Local authority", width="20", most=80)
    social_care_phone = line(
        "Children’s social care phone",
        hint="Shown to somebody who reports that a child is in danger",
        width="20",
        most=30,
    )
    lado_phone = line(
        "LADO phone",
        hint="The local authority designated officer, for worries about adults",
        width="20",
        most=30,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = (kwargs.get("initial") or {}).get("phase", "")
        phases = [*PHASES, *([held] if held and held not in PHASES else [])]
        field_of(self, "phase", forms.ChoiceField).choices = [
            ("", "Choose a phase"),
            *((phase, phase) for phase in phases),
        ]

    def questions(self) -> list[Any]:
        return [
            *(
                Question(name)
                for name in ("name", "phase", "low_age", "high_age", "address", "town", "country")
            ),
            Words(heading="On the web"),
            *(Question(name) for name in ("website_url", "privacy_notice_url")),
            Words(heading="The school office"),
            *(Question(name) for name in ("office_phone", "office_email")),
            Words(heading="Who protects children here"),
            *(Question(name) for name in ("local_authority", "social_care_phone", "lado_phone")),
        ]


class AddSchoolForm(SchoolDetailsForm):
    """A school that is not in the portal yet."""

    button = "Add this school"
    urn = forms.RegexField(
        r"^\d{6}$",
        label="Unique reference number (optional)",
        required=False,
        widget=Text(width="10"),
        help_text="The 6-digit URN of the Department for Education",
        error_messages={"invalid": "The URN must be 6 numbers"},
    )

    def questions(self) -> list[Any]:
        first, *others = super().questions()
        return [first, Question("urn"), *others]


class DateRowForm(forms.Form):
    """One stretch of the school year. An empty row is no row."""

    stretch: tuple[str, date, date] | None = None

    kind = forms.ChoiceField(
        label="What is it?",
        required=False,
        choices=[("", "Choose one"), *SchoolDate.Kind.choices],
    )
    start = GovukDateField(label="First day", called="First day", required=False)
    end = GovukDateField(label="Last day", called="Last day", required=False)
    remove = forms.BooleanField(label="Remove these dates", required=False)

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        typed = [name for name in ("kind", "start", "end") if facts.get(name)]
        if facts.get("remove") or (not typed and not self.errors):
            self.stretch = None
            return facts
        asks = {
            "kind": "Select what these dates are",
            "start": "Enter the first day",
            "end": "Enter the last day",
        }
        for name, sentence in asks.items():
            if not facts.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if not self.errors and facts["end"] < facts["start"]:
            self.add_error("end", "The last day must be the same as or after the first day")
        self.stretch = None if self.errors else (facts["kind"], facts["start"], facts["end"])
        return facts

    @property
    def has_dates(self) -> bool:
        return bool(self.initial)

    @property
    def words(self) -> str:
        """Which dates these were when the page was opened: "Term, 1 September 2026"."""
        return f"{SchoolDate.Kind(self.initial['kind']).label}, {self.initial['start']:%-d %B %Y}"


class BaseDatesForm(forms.BaseFormSet):
    def stretches(self) -> list[tuple[str, date, date]]:
        return [form.stretch for form in self.forms if form.stretch]

    def take(self, sentence: str) -> None:
        """Show what the action refused, above all rows."""
        self.non_form_errors().append(sentence)


def dates_form(extra: int) -> type[BaseDatesForm]:
    return forms.formset_factory(  # type: ignore[return-value]  # the stubs lose which formset it is
        DateRowForm, formset=BaseDatesForm, extra=extra, max_num=60, validate_max=True
    )


class PresetForm(PageForm):
    """Which of the five policies to start from."""

    button = "See what would change"
    preset = forms.ChoiceField(
        label="Which policy is yours most like?",
        choices=list(PRESETS.items()),
        widget=Radios(hints=PRESET_HINTS),
        error_messages={"required": "Select a policy", "invalid_choice": "Select a policy"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_method = "get"


def initial_of(record: Any, names: Iterable[str]) -> Mapping[str, Any]:
    return {name: getattr(record, name) for name in names}
