"""People, the posts and roles they hold, their time away and their training: the names of this app's tables."""

from people.appointments.models import Appointment, Witness
from people.appointments.statuses import Kind as AppointmentKind
from people.appointments.statuses import Status as AppointmentStatus
from people.attempts.models import Attempt, LinkAsked
from people.away.models import Absence
from people.lines.changes import LineChange
from people.lines.models import PastManager
from people.names.past_names import PastName
from people.person.models import EMPLOYEES, SYSTEM_ID, Category, User
from people.posts.models import Holding, Post
from people.roles.models import RoleAssignment
from people.sheets.models import PeopleImport
from people.training.models import Training
from people.way_in.models import WayInChange, WayInWitness

__all__ = [
    "AppointmentKind",
    "AppointmentStatus",
    "EMPLOYEES",
    "SYSTEM_ID",
    "Absence",
    "Appointment",
    "Attempt",
    "Category",
    "Holding",
    "LineChange",
    "LinkAsked",
    "PastManager",
    "PastName",
    "PeopleImport",
    "Post",
    "RoleAssignment",
    "Training",
    "User",
    "WayInChange",
    "WayInWitness",
    "Witness",
]
