"""What people type about people, cleaned."""

from people.forms.people import (
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
