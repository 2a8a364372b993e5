"""The messages of the register: who gets each one, and where its link leads."""

from accounts_registry.emails.channels import added, asked_to_look, risk_to_approve
from accounts_registry.emails.covers import cover_answered, cover_asked, cover_ended
from accounts_registry.emails.holders import holding
from accounts_registry.emails.life import (
    HANDLE_TO_CONFIRM,
    ID_TO_CONFIRM,
    OPENED,
    account_ended,
    closing_taken_back,
    handle_to_confirm,
    id_to_confirm,
    life_changed,
    may_go_on,
    moved,
    opened,
)
from accounts_registry.emails.proposals import (
    CHANGE_PROPOSED,
    change_decided,
    change_proposed,
    widened,
)
from accounts_registry.emails.reviews import (
    TO_CHANGE,
    TO_COUNTERSIGN,
    TO_SIGN,
    TO_VIEW,
    register_of,
    to_countersign,
    to_sign,
    to_view,
)

__all__ = [
    "CHANGE_PROPOSED",
    "change_decided",
    "change_proposed",
    "widened",
    "added",
    "asked_to_look",
    "risk_to_approve",
    "cover_asked",
    "cover_answered",
    "cover_ended",
    "holding",
    "OPENED",
    "ID_TO_CONFIRM",
    "HANDLE_TO_CONFIRM",
    "handle_to_confirm",
    "id_to_confirm",
    "life_changed",
    "account_ended",
    "may_go_on",
    "opened",
    "closing_taken_back",
    "moved",
    "TO_COUNTERSIGN",
    "TO_VIEW",
    "TO_SIGN",
    "TO_CHANGE",
    "to_countersign",
    "to_view",
    "to_sign",
    "register_of",
]
