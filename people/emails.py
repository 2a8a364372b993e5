"""What people are told about their own account."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.utils.timezone import localdate

from access.check import can
from access.roles import Permission
from notifications.post import tell
from people.appointments.fit import TOLD, holders
from people.mail import reach
from people.person.models import User
from people.sign_in import links
from people.way_in.guarded_people import is_guarded
from people.words import dates
from workflow.promised import promised

ABOUT_YOU = "it is about your own account."
A_ROLE_TOLD = "you hold a head or safeguarding role."


def invited(person: User, *, by: User, link: str, at: datetime) -> None:
    tell(
        person,
        kind="account.invited",
        key=f"invited:{at.isoformat()}",
        subject="Choose a password for Official Channels",
        template="people/emails/invited",
        context={"by": by},
        link=link,
        at=at,
        notice="You were invited to sign in",
        urgent=True,
    )


def password_asked(person: User, *, link: str, at: datetime) -> bool:
    """One letter in five minutes, whoever asks how often: nobody can fill somebody's mailbox."""
    message = tell(
        person,
        kind="account.password_asked",
        key=f"password:{int(at.timestamp()) // 300}",
        subject="Your link to choose a new password",
        template="people/emails/password_asked",
        context={},
        link=link,
        at=at,
        notice="You asked for a link to choose a new password",
        urgent=True,
    )
    return message is not None


def guessed(person: User, *, guesses: int, at: datetime) -> None:
    tell(
        person,
        kind="account.guessed",
        key=f"guessed:{at.isoformat()}",
        subject="Somebody is trying to sign in as you",
        template="people/emails/guessed",
        context={
            "guesses": guesses,
            "by_email": links.goes_by_email(),
            "takes_two": is_guarded(person),
        },
        link="/sign-in/help/",
        at=at,
        why=ABOUT_YOU,
        urgent=True,
    )


def address_changed(person: User, *, before: str, at: datetime) -> None:
    """To the address somebody had: whoever changed it may not be who they say."""
    if not links.goes_by_email():
        return
    tell(
        person,
        kind="account.changed",
        key=f"address:{at.isoformat()}",
        subject="Your sign-in details changed",
        template="people/emails/account_changed",
        context={"what": "Your email address was changed", "at": at},
        link="/account/",
        at=at,
        address=before,
        why=ABOUT_YOU,
        urgent=True,
    )


def account_changed(person: User, *, what: str, at: datetime) -> None:
    """Only where messages are sent: a first password chosen on this machine needs no letter about it."""
    if not (person.email and links.goes_by_email()):
        return
    tell(
        person,
        kind="account.changed",
        key=f"account:{at.isoformat()}",
        subject="Your sign-in details changed",
        template="people/emails/account_changed",
        context={"what": what, "at": at},
        link="/account/",
        at=at,
        why=ABOUT_YOU,
        urgent=True,
    )


def test_letter(person: User, *, at: datetime) -> Any:
    """To holders of roles alike; one a day to one address at most. Nothing of it is shown in the portal."""
    return tell(
        person,
        kind=reach.KIND,
        key=f"test-letter:{localdate(at)}:{sha256((person.email or '').encode()).hexdigest()[:16]}",
        subject="A test from Official Channels",
        template="people/emails/test_letter",
        context={},
        link="/",
        at=at,
        why="you hold a role that the portal must be able to reach.",
        only_by_email=True,
    )


def suspended(person: User, *, writes_to_them: bool, by: User, at: datetime) -> None:
    """To everybody with a head or safeguarding role there, and to the person where they can be written to."""
    for one in _above_and_beside(person, localdate(at)):
        _about_a_suspension(one, person, "begun", by, at)
    if writes_to_them:
        _about_a_suspension(person, person, "begun", by, at)


def suspension_ended(person: User, *, by: User, at: datetime) -> None:
    for one in (*_above_and_beside(person, localdate(at)), person):
        _about_a_suspension(one, person, "ended", by, at)


def renamed(person: User, *, before: str, by: User, at: datetime) -> None:
    """To the person and everybody with a head or safeguarding role there: by a name people are found and accused."""
    for one in (person, *_above_and_beside(person, localdate(at))):
        if one.pk == by.pk:
            continue
        tell(
            one,
            kind="person.renamed",
            key=f"renamed:{person.pk}:{at.isoformat()}",
            subject="Your name was changed" if one == person else "A colleague’s name was changed",
            template="people/emails/renamed",
            context={"before": before, "now": person.full_name, "by": by, "is_own": one == person},
            link="/account/" if one == person else f"/people/{person.pk}/",
            at=at,
            why=ABOUT_YOU if one == person else A_ROLE_TOLD,
            urgent=True,
        )


def _above_and_beside(person: User, on: date) -> list[User]:
    places = set(person.assignments.not_over(on).values_list("school_id", flat=True)) | {None}
    rows = [row for row in holders(promised(person.trust_id), on) if row.school_id in places]
    told = {row.person_id: row.person for row in rows if row.role in TOLD}
    told.pop(person.pk, None)
    return list(told.values())


def _about_a_suspension(one: Any, person: User, what: str, by: User, at: datetime) -> None:
    tell(
        one,
        kind=f"person.suspension_{what}",
        key=f"suspension:{what}:{person.pk}:{at.isoformat()}",
        subject="You cannot sign in for now"
        if one == person
        else "A colleague is suspended"
        if what == "begun"
        else "A suspension has ended",
        template="people/emails/suspension",
        context={
            "whom": person,
            "by": by,
            "what": what,
            "is_own": one == person,
            "until": person.suspended_until,
            "phones": _phones(by, person, localdate(at)),
        },
        why=ABOUT_YOU if one == person else A_ROLE_TOLD,
        link=f"/people/{person.pk}/" if _sees(one, person, at) else "/",
        at=at,
        urgent=True,
    )


def _phones(by: User, person: User, on: date) -> list[tuple[str, str]]:
    """Whom somebody who cannot sign in phones about it: who did it, else the offices of their schools."""
    if by.reached_on:
        return [(by.full_name, by.reached_on)]
    rows = person.assignments.not_over(on).select_related("school")
    schools = {row.school for row in rows if row.school}
    offices = [(f"The office of {one.name}", one.office_phone) for one in schools]
    return sorted((name, number) for name, number in offices if number)


def _sees(one: Any, person: User, at: datetime) -> bool:
    """Whether a link to this person's page opens for whoever is written to."""
    return one != person and can(one, Permission.PEOPLE_SEE, person, localdate(at))


def said_away(absence: Any, *, by: User, at: datetime) -> None:
    """To the person, at once, when somebody else has recorded that they are away; one press takes it back."""
    tell(
        absence.person,
        kind="person.said_away",
        key=f"said-away:{absence.pk}",
        subject="You are recorded as away",
        template="people/emails/said_away",
        context={"when": dates(absence.start_date, absence.end_date), "by": by},
        link=f"/cover/away/{absence.pk}/",
        at=at,
        urgent=True,
    )


def away_cancelled(absence: Any, *, by: User, at: datetime) -> None:
    """To the person, at once, when somebody else has taken back that they are away."""
    tell(
        absence.person,
        kind="person.away_cancelled",
        key=f"away-cancelled:{absence.pk}",
        subject="You are no longer recorded as away",
        template="people/emails/away_cancelled",
        context={"when": dates(absence.start_date, absence.end_date), "by": by},
        link="/cover/away/",
        at=at,
        urgent=True,
    )
