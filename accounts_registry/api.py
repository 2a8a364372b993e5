"""What other apps may ask of the register: who runs a channel, what it needs, how it stands in Appendix 1."""

from __future__ import annotations

from accounts_registry.accounts import ownership, proofs
from accounts_registry.accounts.alike import (
    Alike,
    alike,
    alike_to_many,
    bones_in,
    in_order,
    last_part,
)
from accounts_registry.accounts.forms import second_look
from accounts_registry.appendix1 import register_rows
from accounts_registry.appendix1.register_rows import (
    NOT_OURS,
    RegisterRow,
    Section,
    sections,
    short,
)
from accounts_registry.cover import cover_days
from accounts_registry.cover.cover_days import WATCHED, Away, Gap, counts, gaps
from accounts_registry.crew import crew_lines, goings, licences, operators, readiness
from accounts_registry.crew.crew_lines import OPERATORS
from accounts_registry.crew.operators import Named, Objection, Rule
from accounts_registry.entry.approved_facts import ApprovedFacts
from accounts_registry.expected import expectations
from accounts_registry.expected.expectations import Expectation
from accounts_registry.history import as_at
from accounts_registry.life import opening_checks
from accounts_registry.life.workflow import CHANNEL_MOVES
from accounts_registry.listing.figures import figures
from accounts_registry.needs import due_days, standing_rules
from accounts_registry.needs.codes import JOBS, TESTS, Need
from accounts_registry.needs.due_days import Item
from accounts_registry.record import facts
from accounts_registry.record.channel_page import LOOKUP
from accounts_registry.record.forms.choices import with_blank
from accounts_registry.record.labels import GROUPS, INTERACTION, PUPIL_GROUPS
from accounts_registry.reviews import privacy, statements
from accounts_registry.reviews.emails import TO_CHANGE
from accounts_registry.reviews.statements import Period, Standing

__all__ = [
    "Alike",
    "ApprovedFacts",
    "Away",
    "CHANNEL_MOVES",
    "Expectation",
    "GROUPS",
    "Gap",
    "INTERACTION",
    "Item",
    "JOBS",
    "LOOKUP",
    "NOT_OURS",
    "Need",
    "Named",
    "OPERATORS",
    "Objection",
    "PUPIL_GROUPS",
    "Period",
    "RegisterRow",
    "Rule",
    "Section",
    "Standing",
    "TESTS",
    "TO_CHANGE",
    "WATCHED",
    "alike",
    "alike_to_many",
    "as_at",
    "bones_in",
    "counts",
    "cover_days",
    "due_days",
    "facts",
    "figures",
    "gaps",
    "goings",
    "in_order",
    "last_part",
    "licences",
    "crew_lines",
    "opening_checks",
    "operators",
    "ownership",
    "privacy",
    "proofs",
    "readiness",
    "register_rows",
    "expectations",
    "second_look",
    "sections",
    "short",
    "standing_rules",
    "statements",
    "with_blank",
]
