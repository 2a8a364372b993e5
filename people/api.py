"""What other apps may ask of people: who somebody is, what they hold, when they are away, whom to turn to."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from people import contacts
from people.appointments.deadlines import held_back_until
from people.appointments.deciders import settlers_of
from people.appointments.first import (
    AT_SCHOOL,
    AT_TRUST,
    ENOUGH,
    FOURTEEN_DAYS,
    confirmers_by_school,
    held_there,
)
from people.appointments.fit import ADMINISTRATORS, TOLD, deciders_of
from people.appointments.statuses import Status as AppointmentStatus
from people.attempts import actions
from people.attempts.limits import account_mark, address_mark
from people.away.countries import countries_of
from people.away.times_away import may_cancel, replaced_by, said_already, said_of, wrong_days
from people.contacts import HEARS_AT_SCHOOL, SHARED, missing, unheard
from people.forms.choice import PersonChoiceField
from people.forms.page import PageForm
from people.known.knowers import how_to_be_known, knowers_of, strangers, to_get_to_know, waited_for
from people.lines.confirmers import Confirmers
from people.lines.drawn_lines import lines_drawn
from people.lines.open_changes import to_confirm
from people.mail.reach import out_of_reach
from people.names import labels, names
from people.names.labels import called, name
from people.names.labels import choices as people_choices
from people.names.labels import labels as labels_of
from people.person.forms import AwayForm
from people.places import Place, choices, places
from people.posts import title_forms, titles
from people.roles.held import standing_in
from people.school_pages.school_rows import SchoolRow, rows_of
from people.school_pages.views import address_of
from people.scope import on_day
from people.sign_in import sealed_rows, second_step
from people.sign_in.forms import in_one_sentence
from people.sign_in.freshness import proved_at
from people.sign_in.links import goes_by_email
from people.sign_in.middleware import set_it_up
from people.sign_in.second_step import asked_for
from people.sign_in.sessions import forget_pages
from people.sign_in.user_request import UserRequest
from people.system import system_user
from people.words import dates, day, span


def may_try(request: HttpRequest, kind: str, *, account: str = "") -> bool:
    """Count this attempt; no, where it is one too many by `people.attempts.limits`.

    `account` is what it is aimed at, where that is limited too.
    """
    attempt = actions.begin(
        kind=kind,
        account=account_mark(None, account) if account else "",
        address=address_mark(request),
        at=timezone.now(),
    )
    return attempt is not None


__all__ = [
    "ADMINISTRATORS",
    "AT_SCHOOL",
    "AT_TRUST",
    "Confirmers",
    "ENOUGH",
    "FOURTEEN_DAYS",
    "HEARS_AT_SCHOOL",
    "PageForm",
    "PersonChoiceField",
    "Place",
    "SHARED",
    "SchoolRow",
    "AppointmentStatus",
    "TOLD",
    "UserRequest",
    "address_of",
    "asked_for",
    "called",
    "choices",
    "confirmers_by_school",
    "countries_of",
    "dates",
    "day",
    "deciders_of",
    "forget_pages",
    "AwayForm",
    "goes_by_email",
    "held_back_until",
    "held_there",
    "how_to_be_known",
    "in_one_sentence",
    "knowers_of",
    "labels",
    "labels_of",
    "lines_drawn",
    "may_cancel",
    "may_try",
    "missing",
    "name",
    "names",
    "on_day",
    "out_of_reach",
    "people_choices",
    "places",
    "proved_at",
    "replaced_by",
    "rows_of",
    "said_already",
    "said_of",
    "sealed_rows",
    "second_step",
    "set_it_up",
    "settlers_of",
    "span",
    "standing_in",
    "strangers",
    "system_user",
    "title_forms",
    "titles",
    "to_confirm",
    "to_get_to_know",
    "unheard",
    "waited_for",
    "contacts",
    "wrong_days",
]
