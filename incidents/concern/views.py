"""Pages of the restricted area: the list, one concern, and what is done about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.check import Denied
from access.roles import Permission
from incidents import actions
from incidents.concern import concern_pages
from incidents.concern.forms import (
    AddEntryForm,
    AddReferralForm,
    CloseForm,
    CorrectionForm,
    OutcomeForm,
    PartyForm,
    PersonForm,
    ReopenForm,
    ResumeForm,
    ShareForm,
)
from incidents.concern.models import Incident
from incidents.concern.restricted_pages import area, concern
from incidents.report import drafts, helplines, people_found
from incidents.report.answers import Answers
from incidents.report.forms import LogForm, keep_out
from people.api import UserRequest, labels
from workflow.promised import promised

BOTH = ["GET", "HEAD", "POST"]
reads = concern(Permission.CONCERN_READ)
handles = concern(Permission.CONCERN_HANDLE)
shares = concern(Permission.CONCERN_SHARE)


@area(Permission.CONCERN_LIST)
@require_http_methods(BOTH)
def index(request: UserRequest) -> HttpResponse:
    """New, being dealt with, waiting, closed lately. Names are hidden until asked for, and again on the next load."""
    now = timezone.now()
    on = timezone.localdate(now)
    names = request.method == "POST" and request.POST.get("press") == "names"
    tables = concern_pages.tables(
        Incident.objects.visible_to(request.user, on=on), by=request.user, names=names, at=now
    )
    can_log = bool(drafts.schools_of(request.user, on=on, permission=Permission.CONCERN_LOG))
    return render(
        request, "incidents/list.html", {"tables": tables, "names": names, "can_log": can_log}
    )


@reads
@require_safe
def detail(request: UserRequest, incident: Incident) -> HttpResponse:
    """The report as it was sent, its names folded away, and what to do next."""
    now = timezone.now()
    actions.record_opening(incident=incident, by=request.user, at=now)
    facts = concern_pages.summary(incident, by=request.user, at=now)
    return show(request, "detail", incident, **facts)


@reads
@require_safe
def chronology(request: UserRequest, incident: Incident) -> HttpResponse:
    """What happened, oldest first: chronologies are read forwards."""
    now = timezone.now()
    actions.record_opening(incident=incident, by=request.user, at=now)
    newest = request.GET.get("order") == "newest"
    return show(
        request,
        "chronology",
        incident,
        entries=concern_pages.entries(incident, newest=newest),
        newest=newest,
    )


@reads
@require_safe
def who(request: UserRequest, incident: Incident) -> HttpResponse:
    """Who can see it, why, and how often each has opened it."""
    return show(
        request,
        "who",
        incident,
        **concern_pages.sight_of(incident, by=request.user, on=timezone.localdate()),
    )


@handles
@require_POST
def mark_seen(request: UserRequest, incident: Incident) -> HttpResponse:
    actions.mark_seen(incident=incident, by=request.user, at=timezone.now())
    messages.success(request, f"Marked {incident.reference} as seen.")
    return redirect(incident)


@handles
@require_http_methods(BOTH)
def add_entry(request: UserRequest, incident: Incident) -> HttpResponse:
    form = AddEntryForm(request.POST or None, cancel=incident.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.add_entry(
            incident=incident,
            by=request.user,
            kind=given["kind"],
            text=given["text"],
            happened_at=given.get("happened_at"),
            at=timezone.now(),
        )
        return done(request, "Added to the chronology.", "incidents:chronology", incident)
    return ask(request, incident, form, "Add to the chronology")


@handles
@require_http_methods(BOTH)
def correct(request: UserRequest, incident: Incident, position: int) -> HttpResponse:
    wrong = incident.entries.filter(position=position).first()
    if wrong is None:
        return refuse(
            request, "There is no such line in this chronology.", "incidents:chronology", incident
        )
    form = CorrectionForm(request.POST or None, cancel=incident.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        actions.add_entry(
            incident=incident,
            by=request.user,
            kind="correction",
            text=text,
            corrects=wrong,
            at=timezone.now(),
        )
        return done(request, "Added the correction.", "incidents:chronology", incident)
    return ask(request, incident, form, "Correct a line", line=wrong)


@handles
@require_http_methods(BOTH)
def add_referral(request: UserRequest, incident: Incident) -> HttpResponse:
    form = AddReferralForm(request.POST or None, cancel=incident.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.add_referral(
            incident=incident,
            by=request.user,
            body=given["body"],
            made_at=given["made_at"],
            their_reference=given["their_reference"],
            said=given["said"],
            asks_to_wait=given["asks_to_wait"],
            at=timezone.now(),
        )
        return done(request, "Recorded the referral.", "incidents:detail", incident)
    return ask(
        request,
        incident,
        form,
        "Record a referral",
        lines=helplines.everyone(),
        school=incident.school,
    )


@handles
@require_http_methods(BOTH)
def resume(request: UserRequest, incident: Incident) -> HttpResponse:
    form = ResumeForm(request.POST or None, cancel=incident.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        actions.resume(
            incident=incident, by=request.user, said=form.cleaned_data["said"], at=timezone.now()
        )
        return done(request, "You can carry on.", "incidents:detail", incident)
    return ask(request, incident, form, "Carry on with this concern")


@handles
@require_POST
def meet_condition(request: UserRequest, incident: Incident) -> HttpResponse:
    """Something has become true that the route waits for: whoever it names is told now."""
    role, when = request.POST.get("role", ""), request.POST.get("when", "")
    try:
        rows = actions.meet_condition(
            incident=incident, by=request.user, role=role, when=when, at=timezone.now()
        )
    except Denied as refusal:
        return refuse(request, refusal.reason, "incidents:detail", incident)
    told = ", ".join(row.person.full_name for row in rows)
    return done(
        request, f"{told} was told, and can see this concern.", "incidents:detail", incident
    )


@shares
@require_http_methods(BOTH)
def share(request: UserRequest, incident: Incident) -> HttpResponse:
    form = person_form(request, incident, ShareForm)
    if is_ready(request, form):
        given = form.cleaned_data
        try:
            actions.share(
                incident=incident,
                by=request.user,
                person=chosen(incident, form),
                reason=given["reason"],
                until=given["until"],
                at=timezone.now(),
            )
        except Denied as refusal:
            form.add_error("person", refusal.reason)
        else:
            return done(request, "Shared.", "incidents:who", incident)
    return ask(request, incident, form, "Let someone else see this concern", default="find")


@shares
@require_http_methods(BOTH)
def name_party(request: UserRequest, incident: Incident) -> HttpResponse:
    form = person_form(request, incident, PartyForm)
    if is_ready(request, form):
        try:
            actions.name_party(
                incident=incident, by=request.user, person=chosen(incident, form), at=timezone.now()
            )
        except Denied as refusal:
            form.add_error("person", refusal.reason)
        else:
            messages.success(
                request, "Recorded. They cannot see this concern, and cannot be given access."
            )
            return redirect("incidents:list")
    return ask(request, incident, form, "Record who else it is about", default="find", about=True)


@shares
@require_POST
def end_share(request: UserRequest, incident: Incident) -> HttpResponse:
    people = people_found.by_ids(
        filter(people_found.is_id, [request.POST.get("person", "")]), incident.school
    )
    if not people:
        return refuse(request, "Select a person.", "incidents:who", incident)
    try:
        actions.end_share(incident=incident, by=request.user, person=people[0], at=timezone.now())
    except Denied as refusal:
        return refuse(request, refusal.reason, "incidents:who", incident)
    return done(request, f"{people[0].full_name} can no longer see it.", "incidents:who", incident)


@handles
@require_http_methods(BOTH)
def outcome(request: UserRequest, incident: Incident) -> HttpResponse:
    form = OutcomeForm(
        request.POST or None,
        route=incident.route,
        cancel=incident.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.record_outcome(
            incident=incident,
            by=request.user,
            outcome=given["outcome"],
            reason=given["reason"],
            at=timezone.now(),
        )
        return done(request, "Recorded the outcome.", "incidents:close", incident)
    return ask(request, incident, form, "Record the outcome")


@handles
@require_http_methods(BOTH)
def close(request: UserRequest, incident: Incident) -> HttpResponse:
    needed = incident.tier == Incident.Tier.SAFEGUARDING
    form = CloseForm(
        request.POST or None, is_safeguarding=needed, cancel=incident.get_absolute_url()
    )
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["safeguarding_reference"]
        actions.close(
            incident=incident, by=request.user, safeguarding_reference=reference, at=timezone.now()
        )
        return done(request, f"Closed {incident.reference}.", "incidents:detail", incident)
    return ask(request, incident, form, "Close this concern")


@handles
@require_http_methods(BOTH)
def reopen(request: UserRequest, incident: Incident) -> HttpResponse:
    form = ReopenForm(request.POST or None, cancel=incident.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        actions.reopen(
            incident=incident,
            by=request.user,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
        return done(request, f"Reopened {incident.reference}.", "incidents:detail", incident)
    return ask(request, incident, form, "Reopen this concern")


@area(Permission.CONCERN_LOG)
@require_http_methods(BOTH)
def log(request: UserRequest) -> HttpResponse:
    """Write down a concern that somebody told you."""
    looking = request.POST.get("press") == "find"
    form = log_form(request, looking=looking)
    if request.method == "POST" and not looking and form.is_valid():
        try:
            incident = log_it(request, form.cleaned_data)
        except Denied as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request,
                f"Written down as {incident.reference}. {incident.handler.full_name} was told.",
            )
            return redirect("incidents:list")
    keep_out(form)
    return render(request, "incidents/log.html", {"form": form, "default": "find"})


def log_form(request: UserRequest, *, looking: bool) -> LogForm:
    on = timezone.localdate()
    schools = drafts.schools_of(request.user, on=on, permission=Permission.CONCERN_LOG)
    given = request.POST if request.method == "POST" else typed(request)
    chosen = [*given.getlist("people"), given.get("told_by", "")]
    found = [
        *people_found.by_ids(filter(people_found.is_id, chosen), schools[0]),
        *people_found.find(request.POST.get("find", ""), schools[0], on=on),
    ]
    fields: dict[str, Any] = {
        "people": labels.choices(found, on=on),
        "schools": [(str(school.pk), school.name) for school in schools],
    }
    if looking:
        lists = {name: request.POST.getlist(name) for name in ("kinds", "people")}
        return LogForm(initial=request.POST.dict() | lists, **fields)
    return LogForm(request.POST or None, **fields)


def typed(request: UserRequest) -> QueryDict:
    """What stood on this page when it was left: the people in it are choices again."""
    kept = drafts.typed_on(request.user, request.path, at=timezone.now())
    return kept.data if kept else QueryDict()


def log_it(request: UserRequest, given: dict[str, Any]) -> Incident:
    on = timezone.localdate()
    names = ("option", "kinds", "people", "what", "platform", "account", "when", "risk")
    answers = Answers(school=given.get("school", ""), **{name: given[name] for name in names})
    school = promised(
        drafts.school_of(request.user, answers, on=on, permission=Permission.CONCERN_LOG)
    )
    told_by = people_found.by_ids([given["told_by"]], school) if given["told_by"] else []
    return actions.log_told(
        by=request.user,
        school=school,
        answers=answers,
        told_by=told_by[0] if told_by else None,
        how_received=given["how_received"],
        made_from=given["once"],
        at=timezone.now(),
    )


def person_form(request: HttpRequest, incident: Incident, kind: type[PersonForm]) -> PersonForm:
    on = timezone.localdate()
    ids = filter(people_found.is_id, [request.POST.get("person", "")])
    words = request.POST.get("find", "")
    hits = people_found.find(words, incident.school, on=on)
    choices = labels.choices([*people_found.by_ids(ids, incident.school), *hits], on=on)
    cancel = incident.get_absolute_url()
    if request.method == "POST" and request.POST.get("press") != "find":
        return kind(request.POST, people=choices, cancel=cancel)
    form = kind(people=choices, initial=request.POST.dict(), cancel=cancel)
    if request.method == "POST":
        form.fields["find"].help_text = people_found.nobody(words, hits)
    return form


def is_ready(request: HttpRequest, form: PersonForm) -> bool:
    return form.is_bound and form.is_valid()


def chosen(incident: Incident, form: PersonForm) -> Any:
    return people_found.by_ids([form.cleaned_data["person"]], incident.school)[0]


def show(request: HttpRequest, page: str, incident: Incident, **context: Any) -> HttpResponse:
    given = {
        "incident": incident,
        "page": page,
        "readers": concern_pages.readers(incident, on=timezone.localdate()),
    }
    return render(request, f"incidents/{page}.html", given | context)


def ask(
    request: HttpRequest, incident: Incident, form: Any, title: str, **context: Any
) -> HttpResponse:
    keep_out(form)
    return render(
        request,
        "incidents/ask.html",
        {"incident": incident, "form": form, "heading": title, **context},
    )


def done(request: HttpRequest, says: str, page: str, incident: Incident) -> HttpResponse:
    messages.success(request, says)
    return redirect(page, incident.reference.lower())


def refuse(request: HttpRequest, says: str, page: str, incident: Incident) -> HttpResponse:
    messages.warning(request, says)
    return redirect(page, incident.reference.lower())
