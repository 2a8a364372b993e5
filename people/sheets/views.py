"""People from a file: upload, look, import."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.guards import guarded
from access.roles import Permission
from people import actions
from people.person.forms import ImportForm
from people.person.views import by_now
from people.places import places
from people.sheets import people_sheet
from people.sheets.models import PeopleImport
from people.sign_in.user_request import UserRequest

SHOWN = 200


@guarded(Permission.PEOPLE_MANAGE)
def import_sheet(request: UserRequest) -> HttpResponse:
    found = places(request.user, Permission.PEOPLE_MANAGE, timezone.localdate())
    form = ImportForm(request.POST or None, request.FILES or None, places=found, back="/people/")
    if kept := form.take(actions.begin_import, **by_now(request)):
        return redirect("people:check_import", pk=kept.pk)
    return render(request, "people/import.html", {"form": form, "columns": people_sheet.COLUMNS})


@guarded(Permission.PEOPLE_MANAGE)
def check_import(request: UserRequest, pk: str) -> HttpResponse:
    """Every row with what is wrong with it; nothing is added before the button is pressed."""
    on = timezone.localdate()
    kept = PeopleImport.objects.visible_to(request.user, on=on).filter(pk=pk).first()
    if kept is None:
        raise Http404
    if request.method == "POST":
        try:
            added = actions.import_people(
                upload=kept, said_titles=request.POST.getlist("said_titles"), **by_now(request)
            )
        except ValidationError as refusal:
            messages.error(request, f"Nothing was imported. {refusal.messages[0]}.")
            return redirect("people:check_import", pk=pk)
        messages.success(
            request,
            f"{len(added)} {'person is' if len(added) == 1 else 'people are'} on the list of people.",
        )
        return redirect("people:list")
    if kept.imported_at:
        messages.info(request, "This file has already been imported.")
        return redirect("people:list")
    rows = people_sheet.judge(kept.rows, trust=kept.trust, school=kept.school, on=on)
    ready = [row for row in rows if row.is_ready]
    fix = [row for row in rows if not row.is_ready]
    return render(
        request,
        "people/check_import.html",
        {
            "upload": kept,
            "rows": rows,
            "ready": ready,
            "ready_shown": ready[:SHOWN],
            "fix": fix,
            "asked": [row for row in fix if row.asked],
        },
    )


@guarded(Permission.PEOPLE_MANAGE)
def template(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(people_sheet.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    return response
