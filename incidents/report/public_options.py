"""What may worry somebody who is not signed in about an account, and where each answer goes."""

from __future__ import annotations

A_CHILD = "child"
WORRIES: dict[str, str] = {
    "pretends": "It pretends to be the school, or somebody who works there",
    "money": "It asks for money or personal details",
    "mocks": "It makes fun of the school or of people there",
    A_CHILD: "A child's safety",
    "other": "Something else",
}
# What the watch list takes each for until somebody has looked; a child's safety never goes there.
KINDS: dict[str, str] = {
    "pretends": "impersonation",
    "money": "impersonation",
    "mocks": "parody",
    "other": "impersonation",
}
EXPLAINED: dict[str, str] = {
    A_CHILD: "This goes to the school's safeguarding lead, not to the people who look after accounts",
}
# Bodies that can help with a fake account, as codes of help lines.
HELP = ("posh", "report-fraud", "police")
EMPTY_STEPS = (
    "Open the account on the platform and use its own report tool. Choose that it pretends to be somebody else, or to be an organisation.",
    "Report the account itself, and then the posts that ask for money or personal details.",
    "Say that the school is the organisation concerned, and give the link to its list of official accounts.",
    "Write down the day and the platform's reference, and log the report here.",
    "If it is refused, ask again and log that too. The helpline for professionals can pass it on.",
)
