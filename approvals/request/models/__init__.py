"""A request, who is named in it, and its answers as they were sent."""

from approvals.request.models.named import RequestPerson
from approvals.request.models.requests import Request
from approvals.request.models.revisions import Revision

__all__ = ["Request", "RequestPerson", "Revision"]
