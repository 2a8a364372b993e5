"""Bodies outside the school that a concern can be referred to, and how a concern can end. Contacts are `HelpLine` rows."""

from __future__ import annotations

# Code of a referral -> its name on screen. The same code in HelpLine has its number, source and date checked.
BODIES: dict[str, str] = {
    "police": "Police",
    "social-care": "Children's social care",
    "lado": "Local authority designated officer (LADO)",
    "ceop": "NCA CEOP",
    "platform": "The platform",
    "posh": "Professionals Online Safety Helpline",
    "report-remove": "Report Remove",
    "iwf": "Internet Watch Foundation",
    "prevent": "Prevent team",
    "other": "Somebody else",
}
OUTCOMES: dict[str, str] = {
    "no-action": "No further action",
    "in-school": "Dealt with in school",
    "referred": "Referred",
    "passed": "Passed to our safeguarding system",
    "duplicate": "The same as another concern",
}
# An account that is back in the school's name is not settled by words (4.2.5).
OF_AN_ACCOUNT: dict[str, str] = {
    "taken-down": "The platform has taken it down",
    "approved": "A new request for it was approved",
    "duplicate": OUTCOMES["duplicate"],
}
NEEDS_AN_END = frozenset({"M44"})


def outcomes_of(route: str) -> dict[str, str]:
    """How a concern that took this route can end."""
    return OF_AN_ACCOUNT if route in NEEDS_AN_END else OUTCOMES


HOW_RECEIVED: dict[str, str] = {
    "in-person": "In person",
    "phone": "By phone",
    "email": "By email",
    "letter": "By letter",
    "moderator": "Found by a moderator",
    "outside": "From a body outside the school",
}
# No choice for whoever logs a report.
HOW_ELSE: dict[str, str] = {"public": "On the public page"}
# For whoever reports: it may have been upsetting, and they may be the person harmed.
SUPPORT = ("education-support", "childline", "samaritans")
