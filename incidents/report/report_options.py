"""What somebody can report: the twelve answers to "What has happened?", and what each asks them to do meanwhile."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One answer. `uploads` is off, never or public; `page` names the guidance page shown before the next question."""

    code: str
    words: str
    category: str
    guidance: tuple[str, ...]
    uploads: str = "off"
    page: str = ""


OPTIONS: tuple[Option, ...] = (
    Option(
        "pupil-contact",
        "A pupil has contacted an adult who works here",
        "pupil-contact",
        ("G1", "G3", "G6", "G8"),
    ),
    Option(
        "staff-contact",
        "An adult who works here has contacted a pupil in a way that worries you",
        "staff-pupil-contact",
        ("G3", "G6", "G8"),
    ),
    Option(
        "intimate-image",
        "A nude or intimate image of a child, real or made with AI",
        "youth-sexual-imagery",
        ("G4", "G5", "G8"),
        uploads="never",
        page="image",
    ),
    Option(
        "harm-to-pupil",
        "Bullying, threats or harm aimed at a pupil",
        "cyberbullying",
        ("G6", "G7", "G12"),
    ),
    Option("extreme", "Extremist or illegal content", "radicalisation", ("G5", "G8", "G12")),
    Option(
        "blackmail",
        "Someone is demanding money or threatening to post images",
        "safeguarding-disclosure",
        ("G4", "G5", "G10"),
        uploads="never",
        page="money",
    ),
    Option(
        "adult-behaviour",
        "Behaviour of an adult who works here that worries you",
        "colleague-activity",
        ("G3", "G8"),
    ),
    Option(
        "abuse-of-staff",
        "Abuse or complaints aimed at staff or the school",
        "abuse-of-staff",
        ("G2", "G3", "G7", "G12"),
        uploads="public",
    ),
    Option(
        "fake-account",
        "A fake account or someone pretending to be us",
        "impersonation",
        ("G3", "G7", "G12"),
        uploads="public",
    ),
    Option("lost-account", "We have lost control of an account", "account-compromise", ("G10",)),
    Option(
        "mistake",
        "Something was posted by mistake, or personal data was shared",
        "unapproved-content",
        ("G3", "G12"),
        uploads="public",
    ),
    Option("something-else", "Something else, or I am not sure", "other-breach", ("G3", "G8")),
)
# What the register's own pages report; nobody picks these from the list.
FOUND: tuple[Option, ...] = (
    Option(
        "account-in-our-name",
        "An account is run in the school's name without approval",
        "unauthorised-account",
        ("G2", "G3"),
    ),
    Option(
        "closed-channel-back",
        "A closed channel is back",
        "unauthorised-account",
        ("G3", "G12"),
    ),
)
BY_CODE: dict[str, Option] = {option.code: option for option in (*OPTIONS, *FOUND)}

# "Who is it about?", in the order they are asked.
KINDS: dict[str, str] = {
    "pupil": "A pupil",
    "adult": "An adult who works or volunteers here",
    "head": "The headteacher",
    "dsl": "The designated safeguarding lead or a deputy",
    "governor": "A governor or trustee",
    "outside": "Someone outside the school",
    "nobody": "Nobody in particular",
    "unsure": "I am not sure",
}
ALONE = ("nobody", "unsure")
RISKS: dict[str, str] = {"yes": "Yes", "no": "No", "unsure": "I am not sure"}


@dataclass(frozen=True)
class Block:
    """What to do and what not to do until somebody answers."""

    do: str
    dont: str


GUIDANCE: dict[str, Block] = {
    "G1": Block(
        "decline or ignore the request, and keep a picture of the request itself",
        "do not accept it, answer it or explain to the pupil in private",
    ),
    "G2": Block(
        "leave it with the person this goes to",
        "do not answer the person who posted, argue online or look into it yourself",
    ),
    "G3": Block(
        "note the page address, account name, date and time",
        "do not join private groups, ask others to look, or use a pupil's phone or account",
    ),
    "G4": Block(
        "stop looking, put the device away if it is the school's, and say if you saw something by accident",
        "do not look at, copy, print, share, save or delete the image, and do not ask the child to",
    ),
    "G5": Block(
        "call 999 if anyone is in danger now, then the designated safeguarding lead",
        "do not wait for an answer here",
    ),
    "G6": Block(
        "listen, write down the child's own words, and say who you have to tell",
        "do not promise to keep it secret or ask questions that suggest an answer",
    ),
    "G7": Block(
        "use the platform's own report tool, and note the date and its reference",
        "do not rely on that report alone",
    ),
    "G8": Block(
        "keep this between you and the people named before you send it",
        "do not warn or talk about it with the person concerned or with colleagues",
    ),
    "G10": Block(
        "change the password from a different device, sign out everywhere, and phone the network manager",
        "do not pay, click a link in a message, or keep using the account",
    ),
    "G12": Block(
        "leave the post alone once you have noted where it is",
        "do not like it, share it or send it to a group chat",
    ),
}
