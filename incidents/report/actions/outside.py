"""What somebody who is not signed in reports: about a child it is a concern, about an account the watch list's."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts_registry.api import ownership as questions
from audit import trail
from audit.events import Event
from incidents.concern.models import Incident
from incidents.report.answers import Answers
from incidents.report.public_options import A_CHILD, KINDS, WORRIES
from incidents.report.rows import already_made, make_concern
from incidents.routing import plan
from people.models import User
from schools.models import School
from watch_list.actions import watch
from watch_list.api import watching

ON_THE_PUBLIC_PAGE = "public"
SAYS = "A visitor of the public page, who was not signed in, reported an account because of a child's safety. Nothing else was asked."


@transaction.atomic
def report_fake(
    *,
    school: School,
    account: str,
    worry: str,
    contact: str = "",
    by: User,
    at: datetime,
    made_from: UUID | None = None,
) -> None:
    """Take a report from the public page to the one place where it belongs. `by` is the system user."""
    if worry == A_CHILD:
        report_from_outside(
            school=school, account=account, contact=contact, by=by, at=at, made_from=made_from
        )
        return
    meant = watching.meant(account, None)
    channel = questions.taken(meant.get("identity", ""))
    if channel is not None and channel.trust_id == school.trust_id:
        watch.report_own(channel=channel, school=school, worry=WORRIES[worry], by=by, at=at)
        return
    ended = questions.ended(meant.get("identity", ""), trust_id=school.trust_id)
    typed = f"\nAs they typed it: {account}" if account != meant["account_name"] else ""
    watch.report(
        school=school,
        account=account,
        kind="reappeared" if ended else KINDS[worry],
        channel=ended,
        text=WORRIES[worry] + typed,
        contact=contact,
        by=by,
        at=at,
    )


@transaction.atomic
def report_from_outside(
    *,
    school: School,
    account: str,
    contact: str = "",
    by: User,
    at: datetime,
    made_from: UUID | None = None,
) -> Incident:
    """A concern about a child, on the safeguarding lead's route alone (M16). Everything typed is sealed.

    `made_from` is the page it was typed on: pressed twice, it is one concern. Raises Denied when
    nobody is left to send it to.
    """
    User.objects.select_for_update().get(pk=by.pk)  # a second press waits for the first
    if already := already_made(made_from, by):
        return already
    reach = f"\nThey can be reached at {contact}" if contact else "\nThey left no address."
    answers = Answers(
        school=str(school.pk),
        option="harm-to-pupil",
        kinds=["unsure"],
        what=SAYS + reach,
        account=account,
        risk="unsure",
    )
    route = plan.route_for(answers, school=school, reporter=by, on=timezone.localdate(at))
    incident = make_concern(
        answers,
        route,
        school=school,
        reported_by=by,
        logged_by=by,
        how=ON_THE_PUBLIC_PAGE,
        made_from=made_from,
        at=at,
    )
    trail.record(Event.CONCERN_REPORTED, by=by, at=at, record=incident, restricted=True)
    return incident
