"""What stands above a letter about an appointment: what happened, which role, where. No person's name."""

from __future__ import annotations

from datetime import date

from people.appointments.models import Appointment
from people.appointments.statuses import Kind, Status
from people.person.models import User

A_SHEET = "To confirm: roles of a sheet of people"
HAPPENED = {
    "proposed": "Proposed",
    "waiting": "Confirmed, can still be stopped",
    "done": "In effect",
    "restored": "In effect again",
    "objected": "Objected to",
    "suspended": "Held back",
}


def about(appointment: Appointment) -> str:
    """The role and where; a last day is not of one role."""
    if appointment.kind == Kind.LEAVE:
        return f"a last day at {appointment.place}"
    return f"{appointment.name.lower()} of {appointment.place}"


def matter(appointment: Appointment) -> str:
    """The same with what is to become of it."""
    ends = "end of a role, " if appointment.kind == Kind.END else ""
    return f"{ends}{about(appointment)}"


def to_confirm(appointment: Appointment) -> str:
    return f"To confirm: {matter(appointment)}"


def to_the_holder(appointment: Appointment) -> str:
    if appointment.kind == Kind.LEAVE:
        return f"Your last day is proposed: {appointment.place}"
    return f"Your role is proposed to end: {about(appointment)}"


def to_decide(appointment: Appointment, what: str) -> str:
    """To whoever decides about an objection, or about what is held back."""
    happened = "objected to" if what == "objected" else "held back"
    return f"Decide: {happened}, {matter(appointment)}"


def to_say(appointment: Appointment, what: str) -> str:
    happened = Status(appointment.status).label if what == "ended" else HAPPENED[what]
    return f"{happened}: {matter(appointment)}"


def ended_as(appointment: Appointment, by: User, on: date) -> str:
    """In a sentence how it ended, and by whose word."""
    if appointment.status == Status.TAKEN_BACK and by.is_system:
        if appointment.person.has_left(on):
            return f"{appointment.person.full_name} has left, so it is taken back."
        return "It was held back and nobody gave it back in time, so it is taken back."
    return {
        Status.DECLINED: f"{by.full_name} has said no. Nothing changes.",
        Status.WITHDRAWN: f"{by.full_name} has withdrawn the proposal. Nothing changes.",
        Status.STOPPED: f"{by.full_name} has stopped it. Nothing changes.",
        Status.TAKEN_BACK: f"{by.full_name} has taken it back.",
        Status.LAID_DOWN: f"{by.full_name} has laid the role down.",
        Status.LAPSED: "It was not confirmed in time, or can no longer be. Nothing changes.",
    }[Status(appointment.status)]
