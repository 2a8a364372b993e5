"""What a new trust still lacks before the portal is ready: a list that ends when all is done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import trusts_where
from access.guards import guarded
from access.roles import Permission
from accounts_registry.models import Channel
from people.api import (
    AT_SCHOOL,
    ENOUGH,
    SchoolRow,
    UserRequest,
    address_of,
    confirmers_by_school,
    goes_by_email,
    rows_of,
)
from people.models import User
from policies.models import PolicyVersion
from schools.api import bank_holidays
from schools.models import School, Trust

A_YEAR = timedelta(days=366)
A_FEW = 3  # people: the administrator and somebody to sign


class Gap(NamedTuple):
    """One thing to do, where to do it, and whether it is done."""

    sentence: str
    url: str
    done: bool


def gaps(trust: Trust | UUID, on: date) -> list[Gap]:
    """Everything the set-up asks for, for a trust (or its id); six questions however many schools it has."""
    trust_id = trust.pk if isinstance(trust, Trust) else trust
    schools = School.objects.filter(trust_id=trust_id).open()
    rows = rows_of(schools, on)
    people = User.objects.present(on).filter(trust_id=trust_id).count()
    return [
        Gap("Add the schools of your trust", reverse("settings:add_school"), bool(rows)),
        Gap("Add the people who work here", reverse("people:add"), people >= A_FEW),
        *(gap for row in rows for gap in of_school(row, several=len(rows) > 1)),
        *enough_to_confirm(trust_id, rows, on),
        sends_mail(),
        Gap("Publish the first policy", reverse("policies:add"), has_policy(trust_id)),
        Gap(
            "Put the first channels on the register", reverse("register:add"), has_channel(trust_id)
        ),
        *bank_holidays_end(on),
    ]


def bank_holidays_end(on: date) -> list[Gap]:
    """From a year before this release's bank holidays end: only a newer one knows more."""
    page = reverse("settings:index")
    if not bank_holidays.is_known(on + A_YEAR):
        last = f"{bank_holidays.last_known():%-d %B %Y}"
        return [
            Gap(
                f"Update the portal: after {last} bank holidays count as working days",
                page,
                done=False,
            )
        ]
    if not bank_holidays.is_listed(on + A_YEAR):
        last = f"{bank_holidays.LISTED_UNTIL:%-d %B %Y}"
        return [
            Gap(
                f"Update the portal: it knows no extra bank holidays after {last}", page, done=False
            )
        ]
    return []


def sends_mail() -> Gap:
    return Gap("Let the portal send e-mail", reverse("mail:list"), goes_by_email())


def of_school(row: SchoolRow, *, several: bool) -> list[Gap]:
    """One line for the roles, the phones, the dates, the office and the local authority of a school."""
    where = f" of {row.school.name}" if several else ""
    lacks = {lack.kind: lack for lack in reversed(row.lacks)}

    def line(kind: str, sentence: str, url: str) -> Gap:
        lack = lacks.get(kind)
        return Gap(sentence, address_of(lack, row.school) if lack else url, lack is None)

    roles = reverse("people:roles") + f"?school={row.school.pk}"
    vacant = {lack.about for lack in row.lacks if lack.kind == "role"}
    # The first people's page appoints these; every other role is given on a person's own.
    first = reverse("pages:first_people", args=[row.school.pk])
    missing = [lack.says.removeprefix("No ") for lack in row.lacks if lack.kind == "role"]
    named = f": {', '.join(missing)}" if missing else ""
    has_leads = bool(row.dsl and row.held.get("DDSL"))
    phones = line("phone", f"Safeguarding leads{where} enter their phone numbers", roles)
    return [
        line("role", f"Say who holds each role{where}{named}", roles)._replace(
            url=first if vacant.intersection(AT_SCHOOL) else roles
        ),
        phones if has_leads else phones._replace(url=roles, done=False),
        Gap(
            f"Headteacher and safeguarding lead{where} sign in and do the steps on their Home: until then it takes no "
            "reports",
            roles,
            bool(row.school.takes_reports_since),
        ),
        line(
            "dates",
            f"Enter the term dates{where}",
            reverse("settings:dates", args=[row.school.slug]),
        ),
        line(
            "office",
            f"Enter the office phone{where}",
            reverse("settings:details", args=[row.school.slug]),
        ),
        line(
            "authority",
            f"Enter the local authority’s numbers{where}: children’s social care and the LADO",
            reverse("settings:details", args=[row.school.slug]),
        ),
    ]


def enough_to_confirm(trust_id: UUID, rows: list[SchoolRow], on: date) -> list[Gap]:
    """Where a head or a lead could not be followed by anybody, because nobody is left to confirm it."""
    found = confirmers_by_school(trust_id, on)
    of_trust = found.get(None, set())
    return [
        Gap(
            f"Add a chair or vice-chair{f' of {row.school.name}' if len(rows) > 1 else ''}, so that two people can "
            "confirm a new head or lead",
            reverse("pages:first_people", args=[row.school.pk]),
            len(found.get(row.school.pk, set()) | of_trust) >= ENOUGH,
        )
        for row in rows
    ]


def has_policy(trust_id: UUID) -> bool:
    return PolicyVersion.objects.in_force().filter(policy__trust_id=trust_id).exists()


def has_channel(trust_id: UUID) -> bool:
    return Channel.objects.filter(school__trust_id=trust_id).exists()


@guarded(Permission.TRUST_SET_UP)
@require_safe
def set_up(request: UserRequest) -> HttpResponse:
    """The page of the set-up, for the administrator."""
    on = timezone.localdate()
    trust_id = next(iter(trusts_where(request.user, Permission.TRUST_SET_UP, on)), None)
    if trust_id is None:
        return redirect("home")
    found = gaps(trust_id, on)
    tasks = [
        {
            "title": gap.sentence,
            "href": gap.url,
            "status": "completed" if gap.done else "not_started",
        }
        for gap in found
    ]
    done = sum(gap.done for gap in found)
    return render(request, "pages/set_up.html", {"tasks": tasks, "done": done, "total": len(found)})
