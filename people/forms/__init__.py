"""What people type about people, cleaned."""

from people.person.forms import (
    AwayForm,
    ChangePersonForm,
    EndForm,
    GivePostForm,
    GiveRoleForm,
    LeavingForm,
    PersonForm,
    PhoneForm,
    SuspendForm,
    TrainingForm,
    UploadForm,
)

__all__ = [
    "AwayForm",
    "ChangePersonForm",
    "EndForm",
    "GivePostForm",
    "GiveRoleForm",
    "LeavingForm",
    "PersonForm",
    "PhoneForm",
    "SuspendForm",
    "TrainingForm",
    "UploadForm",
]
