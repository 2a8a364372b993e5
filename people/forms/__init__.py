"""What people type about people, cleaned."""

from people.person.forms import (
    AddPersonForm,
    AwayForm,
    ChangePersonForm,
    EndForm,
    GivePostForm,
    GiveRoleForm,
    ImportForm,
    LeavingForm,
    PhoneForm,
    SuspendForm,
    TrainingForm,
)

__all__ = [
    "AwayForm",
    "ChangePersonForm",
    "EndForm",
    "GivePostForm",
    "GiveRoleForm",
    "LeavingForm",
    "AddPersonForm",
    "PhoneForm",
    "SuspendForm",
    "TrainingForm",
    "ImportForm",
]
