"""The verbs of people: who is here, what they hold, when they are away, how they sign in."""

from people.appointments.actions.first import appoint_first
from people.away.actions import cancel_away, record_away
from people.known.actions import begin_taking_reports, know_person
from people.mail.actions import write_test_letters
from people.names.actions import clear_old_names
from people.person.actions import (
    add_person,
    change_person,
    change_phone,
    choose_tables,
    invite,
    record_training,
    reset_second_step,
    set_leaving_date,
)
from people.posts.actions.posts import add_post, add_posts, end_holding, give_post, hold_post
from people.posts.actions.unused_posts import remove_post
from people.roles.actions import end_role, give_role, lay_down_role
from people.sheets.actions import begin_import, import_people
from people.sign_in.actions.second_steps import reseal_second_steps
from people.sign_in.actions.sign_in import (
    change_own_address,
    change_password,
    change_second_step,
    choose_password,
    forget_browsers,
    sign_in,
    sign_in_failed,
    sign_out,
    use_code,
)
from people.suspensions.actions import end_suspension, suspend_person

__all__ = [
    "add_person",
    "add_post",
    "add_posts",
    "appoint_first",
    "begin_taking_reports",
    "cancel_away",
    "change_own_address",
    "change_password",
    "change_person",
    "change_phone",
    "change_second_step",
    "choose_password",
    "choose_tables",
    "clear_old_names",
    "end_holding",
    "end_role",
    "end_suspension",
    "forget_browsers",
    "give_post",
    "give_role",
    "hold_post",
    "import_people",
    "invite",
    "know_person",
    "lay_down_role",
    "record_away",
    "record_training",
    "remove_post",
    "reseal_second_steps",
    "reset_second_step",
    "set_leaving_date",
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "suspend_person",
    "begin_import",
    "write_test_letters",
    "use_code",
]
