"""Requests for a channel, the signatures they gather, and what exactly was signed."""

from approvals.decision.models import Condition, Decision
from approvals.request.models import Request, RequestPerson, Revision
from approvals.route.models import Stage, StageMove, StandIn

__all__ = [
    "Condition",
    "Decision",
    "Request",
    "RequestPerson",
    "Revision",
    "Stage",
    "StageMove",
    "StandIn",
]
