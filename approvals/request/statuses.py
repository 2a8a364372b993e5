"""Where a request stands, and each set of these that has a name."""

from __future__ import annotations

from django.db.models import TextChoices


class RequestStatus(TextChoices):
    DRAFT = "draft", "Draft"
    AWAITING_LINE_MANAGER = "awaiting_line_manager", "With line manager"
    AWAITING_COMMS = "awaiting_comms", "With communications manager"
    AWAITING_LEADERSHIP = "awaiting_leadership", "With leadership team"
    AWAITING_HEAD = "awaiting_head", "With headteacher"
    RETURNED = "returned", "Changes needed"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions", "Approved with conditions"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Not approved"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Out of time"
    OPENED = "opened", "Live"


AWAITING = (
    RequestStatus.AWAITING_LINE_MANAGER,
    RequestStatus.AWAITING_COMMS,
    RequestStatus.AWAITING_LEADERSHIP,
    RequestStatus.AWAITING_HEAD,
)
EDITABLE = (RequestStatus.DRAFT, RequestStatus.RETURNED)
REFUSED = (RequestStatus.REJECTED, RequestStatus.WITHDRAWN)
IS_APPROVED = (RequestStatus.APPROVED, RequestStatus.APPROVED_WITH_CONDITIONS)
HOLDS_ITS_NAME = (
    *AWAITING,
    RequestStatus.RETURNED,
    RequestStatus.APPROVED_WITH_CONDITIONS,
    RequestStatus.APPROVED,
)
# While it may still be changed or its people may still say no.
NOT_SETTLED = tuple(one for one in HOLDS_ITS_NAME if one != RequestStatus.APPROVED)
# What stands in these is text of a day that is over.
OVER = (
    RequestStatus.REJECTED,
    RequestStatus.WITHDRAWN,
    RequestStatus.LAPSED,
    RequestStatus.OPENED,
)
