"""The verbs of a request, by the moment they belong to."""

from approvals.actions.adopting import adopt
from approvals.actions.agreeing import agree, decline
from approvals.actions.converting import convert
from approvals.actions.deciding import approve_risk, decide
from approvals.actions.ending import open_channel, open_early, withdraw
from approvals.actions.moving import move_steps, move_steps_of
from approvals.actions.sending import send
from approvals.actions.settling import confirm_condition, waive_condition
from approvals.actions.writing import save_task, start

__all__ = [
    "adopt",
    "agree",
    "approve_risk",
    "confirm_condition",
    "convert",
    "decide",
    "decline",
    "move_steps",
    "move_steps_of",
    "open_channel",
    "open_early",
    "save_task",
    "send",
    "start",
    "waive_condition",
    "withdraw",
]
