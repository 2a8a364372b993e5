"""What the rules about a school's register as a whole find: the yearly signatures, and expected platforms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.api import Expectation, Period, Standing, expectations
from accounts_registry.api import statements as attesting
from people.api import day
from reminders.due import DueReminder, Words
from reminders.models import Reminder
from reminders.scope import Place, Scope
from schools.models import School

# A reminder goes out every month: after a longer silence a shortfall counts as a new one.
ONE_RUN = timedelta(days=40)


def register_signatures(scope: Scope) -> list[DueReminder]:
    """REM-18A: the office confirms the register of the year, then the headteacher signs."""
    return [
        due
        for standing in _standings(scope)
        if standing.period
        for due in _signatures(standing, standing.period, scope)
    ]


def _signatures(standing: Standing, period: Period, scope: Scope) -> Iterable[DueReminder]:
    school = standing.school
    offices = scope.holders("ADMIN", school_id=school.pk, trust_id=school.trust_id)
    head = scope.holders("HEAD", school_id=school.pk, trust_id=school.trust_id)
    page = reverse("register:attest", args=[school.slug])
    why = f"due {day(period.due_on)}"
    if standing.waits_for == "head":
        yield _of(
            school,
            period,
            Words(f"Sign the register of {school.name}", why, page),
            {"signer": head},
        )
    elif standing.waits_for == "office":
        words = Words(f"Confirm the register of {school.name}", why, page)
        yield _of(school, period, words, {"office": offices})
        if period.due_on <= scope.on:
            late = Words(
                f"Ask the office for the register of {school.name}", f"not confirmed, {why}", page
            )
            passed = scope.calendar(school.pk).between(period.due_on, scope.on)
            yield _of(school, period, late, {"head": head}, school_days=passed)


def comparisons(scope: Scope) -> list[DueReminder]:
    """REM-40: the list compared with the privacy notice and the website, in the same sitting."""
    found = []
    for standing in _standings(scope):
        period, school = standing.period, standing.school
        if period is None or standing.waits_for != "office":
            continue
        place: Place = {"school_id": school.pk, "trust_id": school.trust_id}
        words = Words(
            f"Compare the register of {school.name} with the privacy notice and the website",
            f"before {day(period.due_on)}",
            reverse("register:attest", args=[school.slug]),
        )
        people = {
            "dpo": scope.holders("DPO", **place),
            "office": scope.holders("ADMIN", **place),
            "head": scope.holders("HEAD", **place),
        }
        passed = scope.calendar(school.pk).between(period.starts, scope.on)
        found.append(_of(school, period, words, people, school_days=passed))
    return found


def expected_platforms(scope: Scope) -> list[DueReminder]:
    """REM-39: a platform the trust expects is missing, not linked, or has no recent post."""
    schools = _schools(scope)
    wrong: dict[UUID, list[Expectation]] = {}
    for one in expectations.expectations(schools, on=scope.on):
        if one.wrong:
            wrong.setdefault(one.school_id, []).append(one)
    known = _known_since(list(wrong), scope.on)
    return [
        _shortfall(school, wrong[school.pk], known.get(school.pk, scope.on), scope)
        for school in schools
        if school.pk in wrong
    ]


def _shortfall(
    school: School, wrong: Sequence[Expectation], since: date, scope: Scope
) -> DueReminder:
    place = {"school_id": school.pk, "trust_id": school.trust_id}
    return DueReminder(
        "schools.school",
        school.pk,
        since,
        Words(
            f"Put right the channels expected of {school.name}",
            ", ".join(one.says for one in wrong),
            reverse("gaps:gaps"),
        ),
        {
            "head": scope.holders("HEAD", **place),
            "comms": scope.holders("COMMS", **place),
            "ceo": scope.holders("CEO", **place),
        },
        reference=school.urn or "",
    )


def _known_since(schools: Sequence[UUID], on: date) -> dict[UUID, date]:
    """The first day of this run of reminders: what is put right and falls short again begins anew."""
    told = Reminder.objects.filter(code="REM-39", target_id__in=schools).order_by("claimed_at")
    return {
        school: due_on
        for school, due_on, claimed in told.values_list("target_id", "due_on", "claimed_at")
        if on - localdate(claimed) <= ONE_RUN
    }


def _of(
    school: School,
    period: Period,
    words: Words,
    people: dict[str, tuple[UUID, ...]],
    school_days: int | None = None,
) -> DueReminder:
    return DueReminder(
        "schools.school",
        school.pk,
        period.due_on,
        words,
        people,
        school_days=school_days,
        reference=school.urn or "",
    )


def _schools(scope: Scope) -> list[School]:
    """The open schools looked at; for a person, those where they hold a role that is told."""
    kept: list[School] | None = scope.__dict__.get("_review_schools")
    if kept is None:
        schools = School.objects.open().filter(trust_id__in=scope.trust_pks)
        if scope.person:
            held = scope.person.roles_on(scope.on)
            told = [one for one in held if one.role in ("ADMIN", "CEO", "COMMS", "DPO", "HEAD")]
            schools = schools.filter(pk__in={pk for one in told for pk in one.school_ids})
        kept = scope.__dict__["_review_schools"] = list(schools.select_related("trust"))
    return kept


def _standings(scope: Scope) -> list[Standing]:
    kept: list[Standing] | None = scope.__dict__.get("_review_standings")
    if kept is None:
        schools = _schools(scope)
        found = attesting.standings(schools, on=scope.on) if schools else []
        kept = scope.__dict__["_review_standings"] = found
    return kept
