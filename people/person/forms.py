"""Forms about people. Choices are passed in; nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from access.roles import ASSIGNABLE
from documents import sheets
from govuk.fields import GovukDateField, field_of
from govuk.widgets import Radios, Text
from people.appointments.fit import takes_two
from people.forms.choice import PersonChoiceField
from people.forms.page import PageForm
from people.names.names import NO_NAME
from people.person.models import Category, User
from people.person.numbers import NO_NUMBER
from people.places import Place, choices
from people.posts.title_forms import NAME as SAID
from people.posts.title_forms import ask
from people.sheets.people_sheet import read
from people.sign_in.addresses import clean_address, wrong_address
from people.training.models import Training
from people.words import day


def choose_from(rows: Iterable[Any], empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((str(row.pk), str(row)) for row in rows)]


class Chosen(forms.TypedChoiceField):
    """One of the rows passed in, answered as the row itself."""

    def __init__(self, *, rows: Iterable[Any], empty: str, **kwargs: Any) -> None:
        kept = {str(row.pk): row for row in rows}
        super().__init__(
            choices=choose_from(kept.values(), empty),
            coerce=lambda value: kept[str(value)],
            empty_value=None,
            widget=forms.Select,
            **kwargs,
        )


class PlaceField(forms.TypedChoiceField):
    """A school or a trust of those passed in; where there is only one, nobody is asked."""

    def __init__(self, *, places: dict[str, Place], label: str) -> None:
        super().__init__(
            label=label,
            choices=choices(places),
            coerce=lambda key: places[key],
            error_messages={"required": "Select a school", "invalid_choice": "Select a school"},
        )
        if len(places) == 1:
            self.widget = forms.HiddenInput()
            self.initial = next(iter(places))


def name_field(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=100,
        required=False,
        widget=Text(width="20"),
        help_text=hint,
        error_messages={"max_length": f"{label} must be 100 characters or fewer"},
    )


class WhoForm(PageForm):
    """Names, address and line manager: what the form to add somebody and the one to change them share."""

    given_name = name_field("First name")
    family_name = name_field(
        "Last name", "If they have one name, enter it here and leave the first name empty"
    )
    email = forms.CharField(
        label="Email address",
        required=False,
        widget=Text(
            {"type": "email", "autocomplete": "off", "spellcheck": "false"}, width="two-thirds"
        ),
        help_text="They sign in with it. Somebody without one cannot sign in",
    )
    category = forms.ChoiceField(
        label="What they are here",
        choices=Category.choices,
        error_messages={"required": "Select what they are here"},
    )
    department = name_field("Department or subject (optional)")

    def __init__(self, *args: Any, managers: Any, on: date, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back
        self.fields["line_manager"] = PersonChoiceField(
            empty_label="Nobody", label="Line manager", required=False
        )
        field_of(self, "line_manager", PersonChoiceField).offer(managers, on=on)


class AddPersonForm(WhoForm):
    button = "Add this person"

    start_date = GovukDateField(called="First day", label="First day here")

    def __init__(self, *args: Any, places: dict[str, Place], on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        self.fields["place"] = PlaceField(places=places, label="Where they work")
        self.fields["start_date"].initial = on
        first = (
            "place",
            "given_name",
            "family_name",
            "email",
            "category",
            "department",
            "line_manager",
        )
        self.order_fields([*first, "start_date"])
        self.places = places

    def clean(self) -> dict[str, Any]:
        """With something wrong already, what the verb would refuse after that stands beside it."""
        typed = super().clean() or {}
        if self.errors:
            self._say_the_rest(typed)
        return typed

    def _say_the_rest(self, typed: dict[str, Any]) -> None:
        given, family = typed.get("given_name"), typed.get("family_name")
        if given == family == "":
            self.add_error("given_name", NO_NAME)
        place = typed.get("place") or next(iter(self.places.values()))
        person = User(
            trust=place.where["trust"],
            email=clean_address(typed.get("email")),
            category=typed.get("category", ""),
        )
        if "email" in typed and (problem := wrong_address(person)):
            self.add_error("email", problem)


class ChangePersonForm(WhoForm):
    button = "Save changes"

    def __init__(
        self, *args: Any, keeps_address: bool, keeps_category: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if keeps_address:  # two people change it, on a page of its own
            del self.fields["email"]
        if keeps_category:  # nobody says of themself what they are here
            del self.fields["category"]


class GiveRoleForm(PageForm):
    button = "Give or propose this role"

    role = forms.ChoiceField(
        label="Role",
        widget=Radios(hints={role.code: role.description for role in ASSIGNABLE}),
        help_text="Roles that hear concerns, sign or decide who may are proposed: a second person confirms them",
        error_messages={"required": "Select a role", "invalid_choice": "Select a role"},
    )
    start_date = GovukDateField(called="First day", label="First day in this role")
    end_date = GovukDateField(
        called="Last day",
        label="Last day (optional)",
        required=False,
        help_text="For a role held for a while",
    )
    ends_current = forms.BooleanField(
        label="Where one person at a time holds this role, end theirs on the day before",
        required=False,
    )
    phone = forms.CharField(
        label="Their phone number in school hours (optional)",
        required=False,
        max_length=30,
        widget=Text({"type": "tel", "autocomplete": "off"}, width="20"),
        help_text="For a headteacher, safeguarding lead, deputy lead or trust safeguarding lead: staff who report a "
        "concern phone it. They can change it later",
    )

    def __init__(
        self,
        *args: Any,
        places: dict[str, Place],
        roles: Any,
        on: date,
        asks_phone: bool,
        back: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.back = back
        field_of(self, "role", forms.ChoiceField).choices = [
            (role.code, role.name) for role in roles
        ]
        self.fields["place"] = PlaceField(places=places, label="Where")
        self.fields["start_date"].initial = on
        self.order_fields(["role", "place", "start_date", "end_date", "ends_current", "phone"])
        if not asks_phone:
            del self.fields["phone"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        role = typed.get("role")
        if not takes_two(role or ""):  # it is given, and asks for none
            number = typed.pop("phone", "")
            if role and number:
                self.add_error("phone", NO_NUMBER)
        return typed


class SuspendForm(PageForm):
    button = "Suspend them now"
    button_kind = "warning"

    writes_to_them = forms.BooleanField(
        label="Write to them about it",
        required=False,
        initial=True,
        help_text="Leave this empty where no letter should go to their address, as after a death",
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back


class GivePostForm(PageForm):
    button = "Give this post"

    title = forms.CharField(
        label="Or the title of a new post",
        required=False,
        max_length=80,
        help_text="As it is printed in the register, like Business Manager",
        widget=Text(width="20"),
        error_messages={"max_length": "The title must be 80 characters or fewer"},
    )
    start_date = GovukDateField(called="First day", label="First day in this post")
    acting = forms.BooleanField(label="Acting, while somebody else is away", required=False)

    def __init__(
        self,
        *args: Any,
        posts: Iterable[Any],
        places: dict[str, Place],
        on: date,
        back: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.back = back
        self.fields["post"] = Chosen(
            rows=posts, empty="Choose a post", label="Post", required=False
        )
        self.fields["place"] = PlaceField(places=places, label="Where a new post belongs")
        self.fields["start_date"].initial = on
        self.order_fields(["post", "title", "place", "start_date", "acting"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("post") and not typed.get("title"):
            self.add_error("post", "Choose a post, or enter the title of a new one")
        title, place = " ".join(typed.get("title", "").split()), typed.get("place")
        if title and place and not typed.get("post"):
            typed[SAID] = ask(self, [title], trust=place.where["trust"])
        return typed


class EndForm(PageForm):
    """The last day of a role or a post."""

    button = "End this"
    button_kind = "warning"
    says = ""

    end_date = GovukDateField(called="Last day", label="Last day")

    def __init__(
        self, *args: Any, on: date, ends: date | None, back: str, button: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["end_date"].initial = on
        self.back, self.button, self.ends = back, button, ends
        if ends:
            self.says = f"As it stands, {day(ends)} is the last day. It can end earlier."

    def clean_end_date(self) -> date:
        typed: date = self.cleaned_data["end_date"]
        if typed == self.ends:
            raise forms.ValidationError("It ends on that day already. Enter an earlier day")
        return typed


class LeavingForm(PageForm):
    button = "Save the leaving date"
    says = ""

    leaving_date = GovukDateField(
        called="Last day",
        label="Last day here",
        required=False,
        help_text="From the day after they cannot sign in. Leave this empty if they are staying",
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back


class TrainingForm(PageForm):
    button = "Record this training"

    course = forms.ChoiceField(
        label="Course",
        choices=Training.Course.choices,
        widget=Radios(),
        error_messages={"required": "Select the course"},
    )
    provider = forms.CharField(
        label="Who ran it (optional)", required=False, max_length=100, widget=Text(width="20")
    )
    completed_on = GovukDateField(called="Date completed", label="Date completed")
    expires_on = GovukDateField(called="Expiry date", label="Date it runs out")

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back


class PhoneForm(PageForm):
    button = "Save my numbers"
    back = "/account/"

    phone = forms.CharField(
        label="Phone in school hours",
        max_length=30,
        widget=Text({"type": "tel", "autocomplete": "tel"}, width="20"),
        error_messages={
            "required": "Enter the phone number on which you can be reached in school hours"
        },
    )
    out_of_hours_phone = forms.CharField(
        label="Phone out of hours (optional)",
        required=False,
        max_length=30,
        widget=Text({"type": "tel", "autocomplete": "tel"}, width="20"),
        help_text="Shown to staff who report a concern in the evening, at a weekend or in the holidays",
    )


class AwayForm(PageForm):
    """Two dates, and no question why."""

    button = "Save my time away"

    start_date = GovukDateField(called="First day away", label="First day away")
    end_date = GovukDateField(called="Last day away", label="Last day away")


class ImportForm(PageForm):
    button = "Upload and check"

    file = forms.FileField(
        label="File of people (CSV, XLSX or ODS)",
        widget=forms.FileInput({"accept": sheets.ACCEPTED}),
        error_messages={"required": "Select a file", "empty": "The selected file is empty"},
    )

    def __init__(self, *args: Any, places: dict[str, Place], back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back
        self.fields["place"] = PlaceField(places=places, label="Where they work")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.rows = read(sheets.uploaded(file))
        return file

    def clean(self) -> dict[str, Any]:
        """What the verb takes: the file's name and its rows."""
        typed = super().clean() or {}
        if file := typed.pop("file", None):
            typed |= {"file_name": file.name, "rows": self.rows}
        return typed
