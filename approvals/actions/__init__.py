"""The verbs of a request, by the moment they belong to."""

from approvals.decision.actions.agreeing import agree, decline
from approvals.decision.actions.deciding import approve_risk, decide
from approvals.decision.actions.settling import confirm_condition, waive_condition
from approvals.request.actions.adopting import adopt
from approvals.request.actions.converting import convert
from approvals.request.actions.ending import open_channel, open_early, withdraw
from approvals.request.actions.sending import send
from approvals.request.actions.writing import save_task, start
from approvals.route.actions.moving import move_steps, move_steps_of

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
