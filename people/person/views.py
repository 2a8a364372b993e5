"""The list of people, one person, and what an administrator changes about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from access.check import can, check
from access.guards import guarded
from access.roles import APPOINTED, ASSIGNABLE, Permission
from people import actions
from people.appointments import actions as appointments
from people.appointments.fit import takes_two
from people.appointments.models import Appointment
from people.objections import has_suspended_lately
from people.person import people_page
from people.person.forms import (
    AddPersonForm,
    ChangePersonForm,
    EndForm,
    GivePostForm,
    GiveRoleForm,
    LeavingForm,
    TrainingForm,
)
from people.person.models import User
from people.places import Place, places
from people.posts.models import Holding, Post
from people.roles.models import RoleAssignment
from people.sign_in.user_request import UserRequest
from people.way_in.guarded_people import is_guarded
from people.way_in.person_card import shown_on_page_of

A_PAGE = 50
one_person = {"lookup": "pk", "kwarg": "pk"}


@guarded(Permission.PEOPLE_SEE)
def people_list(request: UserRequest) -> HttpResponse:
    on = timezone.localdate()
    seen = places(request.user, Permission.PEOPLE_SEE, on)
    place = seen.get(request.GET.get("school", ""))
    found = User.objects.visible_to(request.user, on=on).within(
        request.user, Permission.PEOPLE_SEE, on=on
    )
    if not request.GET.get("left"):
        found = found.filter(Q(leaving_date=None) | Q(leaving_date__gte=on))
    if place and place.school:
        found = found.with_role_at(place.school, on=on)
    if typed := request.GET.get("q", "").strip():
        found = found.found_by(typed, or_address=True)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/list.html",
        {
            "page": page,
            "rows": people_page.listed(page.object_list, on, names_places=len(seen) > 1),
            "places": seen,
            "schools": [place for place in seen.values() if place.school],
            "school": place,
            "may_manage": bool(places(request.user, Permission.PEOPLE_MANAGE, on)),
            **filters(request, place),
        },
    )


@guarded(Permission.PEOPLE_SEE)
def roles(request: UserRequest) -> HttpResponse:
    """Who holds what at a school, vacancies first."""
    on = timezone.localdate()
    seen = places(request.user, Permission.PEOPLE_SEE, on)
    place = seen.get(request.GET.get("school", "")) or next(iter(seen.values()))
    seats = people_page.seats(place, on)
    return render(
        request,
        "people/roles.html",
        {
            "places": seen,
            "place": place,
            "seats": seats,
            "vacant": sum(seat.is_vacant for seat in seats),
            "may_manage": place.key in places(request.user, Permission.PEOPLE_MANAGE, on),
        },
    )


@guarded(Permission.PEOPLE_SEE, User, **one_person)
def detail(request: UserRequest, person: User) -> HttpResponse:
    on = timezone.localdate()
    return render(
        request,
        "people/detail.html",
        {
            "person": person,
            "on": on,
            "status": people_page.listed([person], on)[0].status,
            "assignments": person.assignments.not_over(on)
            .select_related("school", "trust")
            .order_by("start_date"),
            "holdings": person.holdings.not_over(on).select_related("post__school", "post__trust"),
            "training": person.training.all(),
            "team": person.team.present(on),
            "may_manage": can(request.user, Permission.PEOPLE_MANAGE, person, on),
            "may_propose": person.pk != request.user.pk
            and can(request.user, Permission.APPOINTMENT_PROPOSE, person, on),
            "may_propose_leaving": can(request.user, Permission.APPOINTMENT_PROPOSE, person, on)
            and hears_or_signs(person, on),
            "line_change": person.line_changes.open().select_related("after").first(),
            "may_record_away": can(request.user, Permission.AWAY_RECORD, person, on),
            "may_know": person.known_at is None
            and can(request.user, Permission.PERSON_KNOW, person, on),
            "may_suspend": can(request.user, Permission.PERSON_SUSPEND, person, on),
            "has_left": person.has_left(on),
            "suspended_lately": has_suspended_lately(request.user, person, on),
            "is_suspended": person.is_suspended(on),
            "waiting": Appointment.objects.visible_to(request.user, on=on)
            .open()
            .filter(person=person),
            "may_train": can(request.user, Permission.TRAINING_RECORD, person, on),
            "link": request.session.pop(link_key(person), ""),
            **shown_on_page_of(person, request.user),
        },
    )


@guarded(Permission.PEOPLE_MANAGE)
def add(request: UserRequest) -> HttpResponse:
    on = timezone.localdate()
    found = places(request.user, Permission.PEOPLE_MANAGE, on)
    form = AddPersonForm(
        request.POST or None, places=found, managers=colleagues(request), on=on, back="/people/"
    )
    if person := form.take(actions.add_person, **by_now(request)):
        messages.success(request, f"{person.full_name} is on the list of people.")
        return redirect("people:detail", pk=person.pk)
    return page(request, form, "Add a person")


@guarded(Permission.PEOPLE_MANAGE, User, **one_person)
def change(request: UserRequest, person: User) -> HttpResponse:
    names = ("given_name", "family_name", "email", "category", "department")
    initial = {name: getattr(person, name) for name in names} | {
        "line_manager": person.line_manager_id
    }
    form = ChangePersonForm(
        request.POST or None,
        managers=colleagues(request).exclude(pk=person.pk),
        on=timezone.localdate(),
        back=back_to(person),
        initial=initial,
        keeps_address=is_guarded(person),
        keeps_category=person.pk == request.user.pk,
    )
    if form.take(actions.change_person, person=person, **by_now(request)):
        waits = person.line_changes.open().exists()
        messages.success(request, f"Saved.{WAITS if waits else ''}")
        return redirect("people:detail", pk=person.pk)
    person.refresh_from_db()
    return page(request, form, "Change details", person)


WAITS = " The new line manager counts once somebody above has confirmed it."


@guarded(Permission.APPOINTMENT_PROPOSE, User, **one_person)
def give_role(request: UserRequest, person: User) -> HttpResponse:
    on = timezone.localdate()
    found = places(request.user, Permission.APPOINTMENT_PROPOSE, on)
    kinds = {place.kind for place in found.values()}
    manages = can(request.user, Permission.PEOPLE_MANAGE, person, on)
    form = GiveRoleForm(
        request.POST or None,
        places=found,
        roles=[
            role
            for role in ASSIGNABLE
            if role.held_at & kinds and (manages or takes_two(role.code))
        ],
        on=on,
        asks_phone=not person.phone,
        back=back_to(person) if manages else "/",
    )
    verb = appointments.propose if takes_two(form.data.get("role", "")) else actions.give_role
    if row := form.take(verb, person=person, **by_now(request)):
        return given(request, row)
    return page(request, form, "Give a role" if manages else "Propose for a role", person)


def given(request: HttpRequest, row: Any) -> HttpResponse:
    if isinstance(row, Appointment):
        messages.success(request, "Proposed. It takes effect when a second person confirms it.")
        return redirect(row)
    messages.success(request, f"{row.person.full_name} is {row.name.lower()} at {row.place}.")
    return redirect("people:detail", pk=row.person_id)


@guarded(Permission.PEOPLE_MANAGE, User, **one_person)
def give_post(request: UserRequest, person: User) -> HttpResponse:
    on = timezone.localdate()
    found = places(request.user, Permission.PEOPLE_MANAGE, on)
    posts = [
        post
        for post in Post.objects.visible_to(request.user, on=on)
        .filter(active=True)
        .select_related("school", "trust")
        if str(post.school_id or post.trust_id) in found
    ]
    form = GivePostForm(
        request.POST or None, posts=posts, places=found, on=on, back=back_to(person)
    )
    if row := form.take(actions.give_post, person=person, **by_now(request)):
        messages.success(request, f"{person.full_name} is {row.post.title}.")
        return redirect("people:detail", pk=person.pk)
    return page(request, form, "Give a post", person)


@guarded(Permission.APPOINTMENT_PROPOSE, RoleAssignment, **one_person)
def end_role(request: UserRequest, assignment: RoleAssignment) -> HttpResponse:
    """A role that hears concerns or signs is proposed to end; any other ends."""
    person, on = assignment.person, timezone.localdate()
    is_proposed = assignment.role in APPOINTED and person.pk != request.user.pk
    button = "Propose its end" if is_proposed else "End this role"
    form = EndForm(
        request.POST or None,
        on=on,
        ends=assignment.end_date,
        back=back_to(person),
        button=button,
    )
    if is_proposed:
        form.says = f"{ENDS_BY_TWO} {form.says}".strip()
        if row := form.take(appointments.propose_end, assignment=assignment, **by_now(request)):
            return proposed_end(request, row)
    elif form.take(actions.end_role, assignment=assignment, **by_now(request)):
        messages.success(
            request, f"{person.full_name} is {assignment.name.lower()} until that day."
        )
        return redirect("people:detail", pk=person.pk)
    return page(request, form, f"End the role {assignment.name}", person)


@guarded(Permission.PEOPLE_MANAGE, Holding, **one_person)
def end_post(request: UserRequest, holding: Holding) -> HttpResponse:
    person, on = holding.person, timezone.localdate()
    form = EndForm(
        request.POST or None,
        on=on,
        ends=holding.end_date,
        back=back_to(person),
        button="End this post",
    )
    if form.take(actions.end_holding, holding=holding, **by_now(request)):
        messages.success(request, f"{person.full_name} is {holding.post.title} until that day.")
        return redirect("people:detail", pk=person.pk)
    return page(request, form, f"End the post {holding.post.title}", person)


@guarded(Permission.APPOINTMENT_PROPOSE, User, **one_person)
def leaving(request: UserRequest, person: User) -> HttpResponse:
    """The last day of somebody who hears concerns or signs is proposed; anybody else's is set by who keeps the list."""
    on, you = timezone.localdate(), request.user
    form = LeavingForm(
        request.POST or None, back=back_to(person), initial={"leaving_date": person.leaving_date}
    )
    manages = can(you, Permission.PEOPLE_MANAGE, person, on)
    is_proposed = hears_or_signs(person, on) and not (manages and person.pk == you.pk)
    if not is_proposed:
        check(you, Permission.PEOPLE_MANAGE, person, on)
    if is_proposed:
        form.says, form.button = ENDS_BY_TWO, "Propose this"
    comes_back = person.has_left(on) and form.is_valid() and not form.cleaned_data["leaving_date"]
    if is_proposed and not comes_back:
        if row := form.take(appointments.propose_leaving, person=person, **by_now(request)):
            return proposed_end(request, row)
    elif form.take(actions.set_leaving_date, person=person, **by_now(request)):
        messages.success(request, "The leaving date is saved.")
        return redirect("people:detail", pk=person.pk)
    return page(
        request, form, "Propose a last day" if is_proposed else "Set a leaving date", person
    )


def hears_or_signs(person: User, on: date) -> bool:
    return bool(person.assignments.not_over(on).filter(role__in=APPOINTED).exists())


ENDS_BY_TWO = (
    "They hear concerns or sign. So this is proposed: they are told now and can agree or object, and a second person "
    "confirms it. No reason is asked. That they stay, or stay longer, is confirmed by a second person too."
)


def proposed_end(request: HttpRequest, row: Appointment) -> HttpResponse:
    says = "" if row.is_to_stay else ", and can agree or object"
    messages.success(request, f"Proposed. They have been told{says}.")
    return redirect(row)


@guarded(Permission.TRAINING_RECORD, User, **one_person)
def training(request: UserRequest, person: User) -> HttpResponse:
    back = (
        back_to(person)
        if can(request.user, Permission.PEOPLE_SEE, person, timezone.localdate())
        else "/account/"
    )
    form = TrainingForm(request.POST or None, back=back)
    if form.take(actions.record_training, person=person, **by_now(request)):
        messages.success(request, f"{person.full_name}’s training is recorded.")
        return redirect(back)
    return page(request, form, "Record training", person)


@guarded(Permission.PEOPLE_MANAGE, User, **one_person)
@require_POST
def invite(request: UserRequest, person: User) -> HttpResponse:
    """By e-mail; without a mail server the link is shown on the person's page, once."""
    try:
        link = actions.invite(person=person, **by_now(request))
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect("people:detail", pk=person.pk)
    if link:
        request.session[link_key(person)] = request.build_absolute_uri(link)
    else:
        messages.success(request, f"We emailed {person.full_name} a link to choose a password.")
    return redirect("people:detail", pk=person.pk)


def filters(request: HttpRequest, place: Place | None) -> dict[str, Any]:
    """The filters in use, each with the address without it."""
    used = {
        "q": f"“{request.GET.get('q', '')}”",
        "school": place.name if place else "",
        "left": "With people who have left",
    }
    chosen = []
    for name, words in used.items():
        if request.GET.get(name) and words:
            others = request.GET.copy()
            others.pop(name)
            others.pop("page", None)
            chosen.append((words, f"{request.path}?{others.urlencode()}"))
    return {"chosen": chosen, "clear": request.path if chosen else ""}


def page(request: HttpRequest, form: Any, heading: str, person: User | None = None) -> HttpResponse:
    return render(request, "people/form.html", {"form": form, "heading": heading, "person": person})


def by_now(request: UserRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def back_to(person: User) -> str:
    return f"/people/{person.pk}/"


def link_key(person: User) -> str:
    return f"link-for-{person.pk}"


def colleagues(request: UserRequest) -> Any:
    """Who can be chosen as a line manager."""
    on = timezone.localdate()
    return User.objects.visible_to(request.user, on=on).present(on)
