"""How an account comes onto the watch list, and what is known of it (3.23, Q-5.2-8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from access.check import check, check_at
from access.roles import Permission
from accounts_registry.api import ownership as questions
from accounts_registry.models import Channel
from audit import trail
from audit.events import Event
from people.models import User
from platforms.models import Platform
from schools.models import School
from watch_list import emails as watch_emails
from watch_list import known_fakes, watching
from watch_list.models import WatchedAccount, WatchStep
from watch_list.rows import check_day, locked_entry, next_reference, note_step, one_at_a_time
from watch_list.workflow import WATCH_MOVES
from workflow.moves import move

Kind, Step = WatchedAccount.Kind, WatchStep.Step
# What a person may say about an entry; the names are those of its columns.
KNOWN = (
    "kind",
    "platform_other",
    "holder",
    "holder_text",
    "organisation",
    "named_in_public",
    "first_opened_on",
    "master_privileges_held",
    "editorial_oversight",
    "admins_limited",
    "evidence",
    "evidence_kept",
)
OURS = "This account is on the register as {}. It cannot be on the watch list too"
ANOTHER_ACCOUNT = "This entry is about a colleague's account. Put the other account on the list as an entry of its own"
WAITS = "{holder} was sent a notice and has not answered yet, so it stays theirs until then"
SENT_BY_YOU = (
    "You sent {holder} a notice about it, so somebody else has to say that it is not theirs"
)
LISTED = "This account is on the watch list already, as {}"


@transaction.atomic
def add_watched(
    *,
    school: School,
    account: str,
    platform: Platform | None,
    kind: str,
    by: User,
    at: datetime,
    called: str = "",
    found_on: date | None = None,
    note: str = "",
    next_check_on: date | None = None,
    **known: Any,
) -> WatchedAccount:
    """Put an account that somebody found on the watch list. It never appears on the register.

    Raises ValidationError where it is a channel of ours or on the list already.
    """
    on = localdate(at)
    check_at(by, Permission.WATCH_KEEP, on, school=school)
    one_at_a_time(school)
    columns = watching.meant(account, platform, called)
    if channel := _ours(columns, school):
        raise ValidationError({"account": OURS.format(channel.reference)})
    if listed := _listed(columns, school):
        raise ValidationError({"account": LISTED.format(listed.reference)})
    if found_on and found_on > on:
        raise ValidationError({"found_on": "Date found must be today or in the past"})
    known |= {"kind": kind, "named_in_public": _may_be_named(kind, known)}
    check_on = check_day(next_check_on, on) if next_check_on else _first_check(kind, school, on)
    entry = _enter(school, columns, known, by=by, found_on=found_on or on, next_check_on=check_on)
    trail.record(WATCH_MOVES.add.event, by=by, at=at, record=entry, data={"kind": kind})
    note_step(entry, Step.ADDED, by=by, at=at, text=note)
    return entry


@transaction.atomic
def report(
    *,
    school: School,
    account: str,
    kind: str,
    by: User,
    at: datetime,
    platform: Platform | None = None,
    channel: Channel | None = None,
    found_by: User | None = None,
    text: str = "",
    contact: str = "",
    incident_reference: str = "",
) -> WatchedAccount:
    """Somebody has reported an account: a new entry, or one line more on the entry that is there.

    An entry that was over is to be dealt with again. The portal itself (`by` the system user) may report for a
    visitor or for a closed channel that is back (4.2.5); a visitor's report, which nobody signed in stands for
    (`found_by`), tells the communications manager.
    `channel` is the one it copies or comes back from.
    """
    on = localdate(at)
    if not by.is_system:
        check_at(by, Permission.WATCH_KEEP, on, school=school)
    one_at_a_time(school)
    columns = watching.meant(account, platform)
    entry = _listed(columns, school)
    is_new = entry is None
    if entry is None:
        entry = _enter(
            school,
            columns,
            {"kind": kind, "channel": channel, "incident_reference": incident_reference},
            by=found_by or by,
            found_on=on,
            next_check_on=on if by.is_system else _first_check(kind, school, on),
        )
    was_over = not is_new and _take_up_again(entry, channel, incident_reference, by=by, at=at)
    event = WATCH_MOVES.add.event if is_new else Event.WATCH_SEEN_AGAIN
    trail.record(event, by=by, at=at, record=entry, data={"kind": kind})
    note_step(entry, Step.REPORTED, by=found_by or by, at=at, text=text, contact=contact)
    if by.is_system and found_by is None and (is_new or was_over):
        watch_emails.reported(entry, at=at)
    return entry


@transaction.atomic
def report_own(*, channel: Channel, school: School, worry: str, by: User, at: datetime) -> Channel:
    """A visitor reported one of our own accounts: the communications manager looks whether it is still ours."""
    if not by.is_system:
        check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    trail.record(Event.WATCH_OWN_REPORTED, by=by, at=at, record=channel)
    watch_emails.own_reported(channel, school=school, worry=worry, at=at)
    return channel


@transaction.atomic
def change_watched(
    *,
    entry: WatchedAccount,
    by: User,
    at: datetime,
    account: str = "",
    called: str = "",
    **known: Any,
) -> WatchedAccount:
    """Mend what is known of an account: whose it is, what it is, which of the three tests it meets."""
    entry = locked_entry(entry)
    check(by, Permission.WATCH_KEEP, entry, localdate(at))
    platform = known.pop("platform", None) or entry.platform
    columns = watching.meant(account, platform, called) if account else {}
    if columns and (other := _listed(columns, entry.school, besides=entry)):
        raise ValidationError({"account": LISTED.format(other.reference)})
    known = {key: value for key, value in known.items() if key in KNOWN}
    if refused := _refusals(entry, columns, known, by):
        raise ValidationError(refused)
    if "kind" in known or "organisation" in known:
        known["named_in_public"] = _may_be_named(known.get("kind", entry.kind), known)
    wanted = {**columns, **known}
    changed = sorted(key for key, value in wanted.items() if getattr(entry, key) != value)
    for key in changed:
        setattr(entry, key, wanted[key])
    if {"kind", "identity"} & {*changed}:
        entry.kind_changed_by = by
    entry.was_held = entry.was_held or _is_held(entry.kind, entry.holder)
    if changed:
        entry.save()
        trail.record(Event.WATCH_CHANGED, by=by, at=at, record=entry, data={"fields": changed})
        note_step(entry, Step.CHANGED, by=by, at=at)
    return entry


def _is_held(kind: str, holder: Any) -> bool:
    return holder is not None or kind == Kind.QUASI_SCHOOL


def _refusals(
    entry: WatchedAccount, columns: dict[str, Any], known: dict[str, Any], by: User
) -> dict[str, str]:
    """What stays as it is, so that no colleague's account turns into somebody else's on one person's word."""
    refused = {}
    is_another = entry.identity and columns and columns.get("identity") != entry.identity
    if is_another and entry.was_held:
        refused["account"] = ANOTHER_ACCOUNT
    if entry.holder is not None and known.get("holder", entry.holder) != entry.holder:
        if entry.waits_for_answer:
            refused["holder"] = WAITS.format(holder=entry.holder.full_name)
        elif entry.notice_sent_on and known_fakes.sent_the_notice(entry, by):
            refused["holder"] = SENT_BY_YOU.format(holder=entry.holder.full_name)
    return refused


def _enter(
    school: School,
    columns: dict[str, Any],
    known: dict[str, Any],
    *,
    by: User,
    found_on: date,
    next_check_on: date,
) -> WatchedAccount:
    fields = {
        **columns,
        **{key: value for key, value in known.items() if value is not None},
        "school": school,
        "trust_id": school.trust_id,
        "found_by": by,
        "found_on": found_on,
        "next_check_on": next_check_on,
        "was_held": _is_held(known.get("kind", ""), known.get("holder")),
    }
    try:
        with transaction.atomic():
            return WatchedAccount.objects.create(reference=next_reference(), **fields)
    except IntegrityError:
        # Two people were quicker than a blink: the other's entry is the one.
        if listed := _listed(columns, school):
            return listed
        raise


def _first_check(kind: str, school: School, on: date) -> date:
    """What nobody has to act on can wait; the rest is decided within 5 school days (M43)."""
    if kind == Kind.RUN_BY_OTHERS:
        return watching.six_months_after(on)
    return watching.deal_by(school, on)


def _take_up_again(
    entry: WatchedAccount,
    channel: Channel | None,
    incident_reference: str,
    *,
    by: User,
    at: datetime,
) -> bool:
    """What is newly known of an entry that was there; whether it was over and is to be dealt with again."""
    on = localdate(at)
    entry.channel = entry.channel or channel
    entry.incident_reference = incident_reference or entry.incident_reference
    over = entry.status in (WatchedAccount.Status.RENAMED, WatchedAccount.Status.REMOVED)
    if over or entry.status == WatchedAccount.Status.TOLERATED:
        entry.next_check_on = on
    entry.save()
    if over:
        move(entry, WATCH_MOVES.find_again, by=by, at=at)
    return over


def _ours(columns: dict[str, Any], school: School) -> Channel | None:
    """The channel of this trust that has this account now, or had it until somebody confirms another."""
    identity = columns.get("identity", "")
    channel = questions.taken(identity) or questions.confirmed_as(identity)
    return channel if channel and channel.trust_id == school.trust_id else None


def _listed(
    columns: dict[str, Any], school: School, besides: WatchedAccount | None = None
) -> WatchedAccount | None:
    """The entry for this account: by identity in the whole trust, by name at this school where there is none."""
    rows = WatchedAccount.objects.select_for_update(of=("self",)).filter(trust_id=school.trust_id)
    if identity := columns.get("identity"):
        rows = rows.filter(identity=identity)
    else:
        rows = rows.filter(
            school=school,
            identity="",
            platform=columns["platform"],
            account_name__iexact=columns["account_name"],
        )
    return rows.exclude(pk__in=[besides.pk] if besides else []).first()


def _may_be_named(kind: str, known: dict[str, Any]) -> bool:
    """Only an organisation that runs an account we know about is named in public, and never a person."""
    wanted = known.get("named_in_public")
    return kind == Kind.RUN_BY_OTHERS and bool(known.get("organisation")) and wanted is not False
