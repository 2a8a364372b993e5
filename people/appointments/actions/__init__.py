"""The verbs of appointments: propose, confirm, answer, hold back, and what the clock does."""

from people.appointments.actions.answering import (
    agree,
    confirm,
    confirm_sheet,
    decide,
    decline,
    object_to,
    stop,
    withdraw,
)
from people.appointments.actions.by_code import confirm_by_code, make_code
from people.appointments.actions.holding import (
    give_back_appointment,
    hold_back_appointment,
    laid_down,
    take_back,
)
from people.appointments.actions.proposing import propose, propose_end, propose_leaving
from people.appointments.actions.settling import settle_due

__all__ = [
    "agree",
    "confirm",
    "confirm_by_code",
    "confirm_sheet",
    "decide",
    "decline",
    "laid_down",
    "make_code",
    "object_to",
    "propose",
    "propose_end",
    "propose_leaving",
    "give_back_appointment",
    "settle_due",
    "stop",
    "hold_back_appointment",
    "take_back",
    "withdraw",
]
