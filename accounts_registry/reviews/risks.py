"""The headings of a risk assessment, its figures, and what it still lacks (requirements 3.12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from accounts_registry.models import Channel, RiskAssessment
from accounts_registry.page.consistency import has_pupils


class Heading(NamedTuple):
    """One thing that could go wrong, as a question, and the clause that asks."""

    title: str
    asks: str
    clause: str


HEADINGS: dict[str, Heading] = {
    "reputation": Heading("Reputation", "What could harm the school's good name?", "C-1-1"),
    "legal": Heading("Law", "What could break a law or somebody's rights?", "C-1-1"),
    "ethical": Heading("Fairness", "What could be wrong although it is allowed?", "C-1-1"),
    "pupil-safety": Heading("Safety of pupils", "What could put a pupil in danger?", "A-3.2"),
    "oversharing": Heading(
        "Telling too much", "What could people give away about themselves?", "I-A.2.2"
    ),
    "false-friends": Heading(
        "People who pretend", "Who could pretend to be somebody else?", "I-A.2.2"
    ),
    "grooming": Heading(
        "Grooming", "How could somebody get close to a child through it?", "I-A.2.2"
    ),
    "cyberbullying": Heading("Bullying", "How could it be used to hurt somebody?", "I-A.2.2"),
    "confidentiality": Heading(
        "Confidentiality", "What could become known that must not?", "I-A.2.7"
    ),
    "under-age": Heading(
        "Too young", "How could somebody too young for the platform get in?", "I-A.2.5"
    ),
    "unwanted": Heading("Unwanted contributors", "Who could post that should not?", "I-B-31"),
    "neglect": Heading("Left alone", "What happens when nobody looks after it?", "I-A.1.6"),
    "security": Heading("Security of the account", "How could somebody take it over?", "Q-5.3-20"),
    "left-out": Heading("People left out", "Who cannot use it, and what do they miss?", "Q-5.3-25"),
}
POLICIES = {
    "child_protection": "Child protection",
    "anti_bullying": "Anti-bullying",
    "confidentiality": "Confidentiality",
    "data_protection": "Data protection",
}
HOW_MUCH = {1: "1, hardly", 2: "2, a little", 3: "3, somewhat", 4: "4, much", 5: "5, very much"}


class Scored(NamedTuple):
    """One heading of one version: what was written, and the figures before and after the control."""

    code: str
    heading: Heading
    written: Mapping[str, Any]
    score: int | None
    left: int | None

    @property
    def is_answered(self) -> bool:
        return self.score is not None


def scored(assessment: RiskAssessment | None) -> list[Scored]:
    sections = assessment.sections if assessment else {}
    return [
        Scored(code, heading, sections.get(code, {}), *figures(sections.get(code, {})))
        for code, heading in HEADINGS.items()
    ]


def figures(written: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Likelihood times impact, before and with what is done about it: 1 to 25."""
    if not written:
        return None, None
    impact = int(written["impact"])
    return int(written["likelihood"]) * impact, int(written["left"]) * impact


def lacks(channel: Channel, assessment: RiskAssessment) -> list[str]:
    """What must be there before it can be sent, each a sentence."""
    open_headings = [one.heading.title for one in scored(assessment) if not one.is_answered]
    found = [f"Answer “{title}”" for title in open_headings]
    found += [
        f"Confirm that it fits the {name.lower()} policy"
        for code, name in POLICIES.items()
        if code not in assessment.policy_confirmations
    ]
    if not assessment.good_practice_confirmed:
        found.append("Confirm that today's guidance was followed")
    if has_pupils(channel) and assessment.dsl_consulted_on is None:
        found.append("Ask the designated safeguarding lead, and enter when")
    if not assessment.dpia_needed:
        found.append("Say whether a data protection impact assessment is needed")
    return found
