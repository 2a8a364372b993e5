"""What the register's pages report: a closed channel that is back, an account run in the school's name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from access.check import check, check_at
from access.roles import Permission
from accounts_registry.life import actions as life
from accounts_registry.models import Channel, ReappearanceCheck
from audit import trail
from audit.events import Event
from incidents.concern.models import Incident
from incidents.report.answers import Answers
from incidents.report.rows import make_concern
from incidents.routing import plan
from people.api import system_user
from people.models import User
from watch_list.actions import watch
from workflow.moves import WrongState
from workflow.promised import promised

Result = ReappearanceCheck.Result
# What was found -> which concern follows from it (M44, M45); nothing follows from the others.
CONCERNS = {Result.BACK: "closed-channel-back", Result.FAKE: "fake-account"}
OF_THE_TRUST = (
    "This channel belongs to the trust as a whole. Report a concern at the school where you saw it."
)


@transaction.atomic
def report_reappearance(
    *,
    channel: Channel,
    result: str,
    by: User,
    at: datetime,
    note: str = "",
    old_login: bool = False,
) -> Incident | None:
    """Record whether a closed account is still gone (4.2.5). If it is back, those of M44 are told.

    The closed row keeps its dates and is never opened again. The same finding twice on one day is
    recorded once. Answers the concern that followed, if one did.
    """
    on = localdate(at)
    check(by, Permission.CHANNEL_CHECK_CLOSED, channel, on)
    channel = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
    if channel.reappearance_checks.filter(checked_on=on, result=result).exists():
        return None
    option = CONCERNS.get(Result(result))
    if option and channel.school is None:
        raise WrongState(OF_THE_TRUST, channel)
    # What was seen is told to those who deal with it, and to nobody else who reads the register.
    life.note_reappearance(
        channel=channel, result=result, note="" if option else note, by=by, at=at
    )
    if option is None:
        return None
    incident = _report(
        option,
        channel=channel,
        what=note or BACK_SAYS[option],
        second_category="account-compromise" if old_login else "",
        by=by,
        at=at,
    )
    watch.report(
        school=promised(channel.school),
        account=channel.url or channel.handle or channel.account_name,
        platform=channel.platform,
        kind="reappeared" if result == Result.BACK else "impersonation",
        channel=channel,
        found_by=by,
        by=system_user(),
        incident_reference=incident.reference,
        at=at,
    )
    return incident


BACK_SAYS = {
    "closed-channel-back": "A channel that we closed can be seen again.",
    "fake-account": "Somebody else uses the name of a channel that we closed, and claims to be us.",
}


@transaction.atomic
def report_unapproved(*, channel: Channel, what: str, by: User, at: datetime) -> Incident:
    """Report an account that was run in the school's name before it was approved (M43, 4.1.6)."""
    if channel.school is None:
        raise WrongState(OF_THE_TRUST, channel)
    return _report("account-in-our-name", channel=channel, what=what, by=by, at=at)


def _report(
    option: str, *, channel: Channel, what: str, by: User, at: datetime, second_category: str = ""
) -> Incident:
    """A concern about an account, sent to those its row names. At least moderate; nobody is named in it."""
    school, on = promised(channel.school), localdate(at)
    check_at(by, Permission.CONCERN_REPORT, on, school=school)
    answers = Answers(
        school=str(school.pk),
        option=option,
        kinds=["unsure"],
        what=what,
        platform=channel.platform_name,
        account=channel.account_name,
        channel=channel.reference,
        risk="no",
    )
    route = plan.route_for(answers, school=school, reporter=by, on=on)
    incident = make_concern(
        answers,
        route,
        school=school,
        reported_by=by,
        logged_by=by,
        how="portal",
        second_category=second_category,
        severity=Incident.Severity.MODERATE,
        at=at,
    )
    trail.record(Event.CONCERN_REPORTED, by=by, at=at, record=incident, restricted=True)
    return incident
