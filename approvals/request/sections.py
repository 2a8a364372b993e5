"""The form as eight tasks: each question with its words, why it is asked and the clause it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What stands in a clause's number, in the words people know it by.
RULES = (
    (r"Q-App(\d+)-\w+", r"Appendix \1"),
    (r"Q-([\d.]+)-\w+", r"section \1"),
    (r"I-B-(\d+)", r"Appendix B, question \1"),
    (r"I-A\.([\d.]+)", r"Appendix A, section \1"),
)


def in_words(clauses: str) -> str:
    """The rules a question answers: "I-B-6" is "Appendix B, question 6"."""
    return "; ".join(dict.fromkeys(_in_words(clause) for clause in clauses.split(", ")))


def _in_words(clause: str) -> str:
    for pattern, words in RULES:
        clause = re.sub(pattern, words, clause)
    return clause


@dataclass(frozen=True)
class Question:
    """One question. `short` heads its row on summaries; `column` is where the answer is kept."""

    column: str
    short: str
    ask: str
    why: str
    clause: str
    required: bool = True

    @property
    def hint(self) -> str:
        return f"{self.why} ({self.cited})"

    @property
    def cited(self) -> str:
        return in_words(self.clause)


@dataclass(frozen=True)
class Section:
    """One task of the list: a page of questions."""

    code: str
    group: str
    title: str
    questions: tuple[Question, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(question.column for question in self.questions)

    def question(self, column: str) -> Question:
        return next(question for question in self.questions if question.column == column)


Q = Question
GROUPS = ("The channel", "The people", "Keeping it safe")
SECTIONS: tuple[Section, ...] = (
    Section(
        "purpose",
        GROUPS[0],
        "Say what it is for",
        (
            Q(
                "title",
                "Working title",
                "What will you call this channel?",
                "A short title helps everybody know which request is meant.",
                "I-B-6",
            ),
            Q(
                "scope",
                "Scope",
                "Who is the channel about?",
                "A whole-school channel is looked after differently from a club's.",
                "Q-5.3-1",
            ),
            Q(
                "aims",
                "Aims",
                "What do you want this channel to achieve?",
                "Your approvers decide on this first, and check it again at every review.",
                "Q-5.3-3, I-B-6",
            ),
            Q(
                "why_worthwhile",
                "Why it is worth it",
                "Why is social media better for this than something we already have?",
                "A channel takes time every week, so it should do what the website or a letter cannot.",
                "I-A.1.2",
            ),
            Q(
                "success_measures",
                "How you will know it worked",
                "How will you know that it worked?",
                "This is what the first review looks at.",
                "I-A.1.7",
            ),
        ),
    ),
    Section(
        "content",
        GROUPS[0],
        "Describe what you will post",
        (
            Q(
                "content",
                "Content",
                "What will you post?",
                "Your approvers sign for this, so be plain about what people will see.",
                "I-B-7",
            ),
            Q(
                "pupil_images",
                "Photos of pupils",
                "Will you show photos or videos of pupils?",
                "Photos that show who a pupil is need consent first.",
                "Q-5.3-24",
            ),
            Q(
                "consent_plan",
                "Consent",
                "How will you get consent, and check it before you post?",
                "Needed when pupils can be recognised or add things themselves.",
                "I-B-30",
                required=False,
            ),
            Q(
                "school_mark",
                "School name and mark",
                "Will you use the school's name or logo?",
                "The communications manager looks after how our name and mark are used.",
                "I-A.3.5",
            ),
        ),
    ),
    Section(
        "platform",
        GROUPS[0],
        "Choose the platform",
        (
            Q(
                "platform",
                "Platform",
                "Which platform will you use?",
                "Each platform has its own lowest age and its own settings to check.",
                "Q-App1-1",
            ),
            Q(
                "platform_other",
                "Name of the platform",
                "What is the platform called, if it is not in the list?",
                "So that the register names it rightly.",
                "Q-App1-1",
                required=False,
            ),
            Q(
                "account_name",
                "Account name",
                "What account name do you want?",
                "We check it against the register, so that 2 channels are never mixed up.",
                "Q-App1-4",
            ),
            Q(
                "hosting",
                "Host",
                "Who will host it?",
                "Whoever hosts it decides where the data is kept.",
                "I-B-25",
            ),
            Q(
                "host_name",
                "Name of the host",
                "Which company or person hosts it?",
                "Needed only when somebody else hosts it for us.",
                "I-B-26",
                required=False,
            ),
            Q(
                "openness",
                "Open or private",
                "Who can see it?",
                "A channel that pupils add to has to be private.",
                "Q-5.3-7, I-A.5.2",
            ),
        ),
    ),
    Section(
        "audience",
        GROUPS[1],
        "Say who it is for",
        (
            Q(
                "audience",
                "Audience",
                "Who is it for?",
                "Different people need different care. Ages are checked against the platform's own rule.",
                "Q-5.3-4, I-B-8",
            ),
            Q(
                "promotion",
                "Promotion",
                "How will people find out about it?",
                "People should learn of it from us, so that they can tell it from a fake.",
                "Q-5.3-5",
            ),
            Q(
                "other_ways",
                "People without it",
                "How will you reach people who do not use this platform?",
                "Nobody should miss something important because they are not on social media.",
                "Q-5.3-25",
            ),
        ),
    ),
    Section(
        "contributors",
        GROUPS[1],
        "Say who can add to it",
        (
            Q(
                "contributors",
                "Contributors",
                "Who can add posts or files?",
                "Everybody who adds to the channel speaks for the school.",
                "I-B-15",
            ),
            Q(
                "interaction",
                "What others can do",
                "What can other people do on it?",
                "The more people can do, the more there is to moderate.",
                "I-A.5.1",
            ),
        ),
    ),
    Section(
        "people",
        GROUPS[1],
        "Name who will run it",
        (
            Q(
                "people",
                "People who run it",
                "Who will run it?",
                "One person alone cannot keep a channel safe. We ask everybody you name to agree.",
                "Q-5.3-6, I-B-22, I-B-23",
            ),
            Q(
                "master_post",
                "Master administration",
                "Which post holds master administration?",
                "A post stays when a person leaves, and the account stays with us.",
                "Q-5.2-5",
            ),
            Q(
                "overseer_post",
                "Editorial oversight",
                "Which post has editorial oversight?",
                "Somebody has the last word on what is posted.",
                "Q-5.2-6",
                required=False,
            ),
        ),
    ),
    Section(
        "safety",
        GROUPS[2],
        "Set out safety and moderation",
        (
            Q(
                "risk_assessment",
                "Risk assessment",
                "What could go wrong, and what will you do about each?",
                "The headteacher approves this separately. Think of contact with pupils, photos, abuse, a lost account, "
                "personal data and days when nobody is there.",
                "Q-5.3-18",
            ),
            Q(
                "security_measures",
                "Security",
                "How will you keep the account secure?",
                "Say who can sign in, how, and what protects the account.",
                "I-B-31",
            ),
        ),
    ),
    Section(
        "dates",
        GROUPS[2],
        "Plan dates and cover",
        (
            Q(
                "go_live_date",
                "Go-live date",
                "When do you want to go live?",
                "Leave time for your approvers to decide.",
                "I-B-27",
            ),
            Q(
                "closing_date",
                "Closing date",
                "When will it close?",
                "Give this, or a first review date.",
                "I-B-28",
                required=False,
            ),
            Q(
                "first_review_date",
                "First review date",
                "When will you first look at how it is going?",
                "Give this if the channel has no closing date.",
                "I-B-28",
                required=False,
            ),
            Q(
                "exit_strategy",
                "Ending it well",
                "What will happen to it when it ends?",
                "Think of the posts, the followers, the account name and what must be kept.",
                "I-A.1.6",
            ),
            Q(
                "hours_a_week",
                "Hours a week",
                "How many hours a week will it take?",
                "The time has to come from somewhere, and your line manager agrees to it.",
                "I-A.1.4",
            ),
            Q(
                "cover_plan",
                "Holidays and sickness",
                "Who looks after it in holidays, or when somebody is ill?",
                "A channel is never left without anybody.",
                "I-A.5.4",
            ),
        ),
    ),
)
BY_CODE: dict[str, Section] = {section.code: section for section in SECTIONS}

SCOPES = {
    "school": "The whole school",
    "department": "A department or subject",
    "year": "A year group",
    "class": "A class",
    "club": "A club or team",
    "trust": "The trust",
}
PUPIL_IMAGES = {
    "none": "No photos of pupils",
    "not_identifiable": "Yes, and nobody can be recognised",
    "with_consent": "Yes, with consent where somebody can be recognised",
}
MARKS = {"yes": "Yes", "no": "No"}
HOSTS = {
    "platform": "The social media company itself",
    "school": "The school or trust",
    "other": "Somebody else for us, such as a web company",
}
OPENNESS = {"open": "Open: anybody can see it", "closed": "Private: only people we let in"}
WORDS: dict[str, dict[str, str]] = {
    "scope": SCOPES,
    "pupil_images": PUPIL_IMAGES,
    "school_mark": MARKS,
    "hosting": HOSTS,
    "openness": OPENNESS,
}
