"""A sheet of channels: upload, columns, look, mend, import, and undo for seven days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import trusts_where
from access.guards import guarded
from access.roles import Permission
from documents import csv
from govuk.page_form import form_page, kept, posted
from govuk.patience import Patience
from people.api import UserRequest, places
from platforms.models import Platform
from register_imports.actions import imports
from register_imports.forms import MOST_MENDED, ColumnsForm, ImportForm, MendForm
from register_imports.models import ImportedRow, RegisterImport
from register_imports.reading import columns, judged_rows, report
from register_imports.reading.outcomes import RowOutcome
from register_imports.reading.row import in_words
from schools.models import School

SHOWN = 200
TEMPLATE = (
    "Platform",
    "Account/Page name",
    "Link",
    "Master administration role",
    "Approved users (posting)",
    "Opened",
    "Closed",
)
EXAMPLE = (
    "Eg X (formerly Twitter)",
    "@AshdownPE",
    "",
    "Business manager",
    "Head of PE, PE technician",
    "16/5/18",
    "",
)


@guarded(Permission.CHANNEL_ADD)
@form_page
def index(request: UserRequest) -> HttpResponse:
    """Page J1: the imports there have been, and a new one."""
    on = timezone.localdate()
    form = ImportForm(
        posted(request),
        request.FILES or None,
        places=places(request.user, Permission.CHANNEL_ADD, on),
    )
    if form.is_valid() and (upload := kept(form, imports.begin_import, request, **form.facts())):
        return redirect("imports:columns", ref=upload.reference)
    past = RegisterImport.objects.visible_to(request.user, on=on).without_rows()
    context = {
        "form": form,
        "past": described(past.select_related("school", "trust", "uploaded_by")[:50]),
        "may_import_schools": bool(trusts_where(request.user, Permission.TRUST_SET_UP, on)),
        "may_import_people": bool(places(request.user, Permission.PEOPLE_MANAGE, on)),
    }
    return render(request, "imports/list.html", context)


@guarded(Permission.CHANNEL_ADD)
@require_safe
def template(request: UserRequest) -> HttpResponse:
    """A sheet to fill in; with a column for the school where somebody keeps several registers."""
    found = places(request.user, Permission.CHANNEL_ADD, timezone.localdate())
    names = [place.name for place in found.values() if place.school]
    header, example = (
        (("School", *TEMPLATE), (names[0], *EXAMPLE)) if len(names) > 1 else (TEMPLATE, EXAMPLE)
    )
    return sheet("channels.csv", csv.render(header, [example]))


@guarded(Permission.CHANNEL_ADD, RegisterImport)
@form_page
def choose_columns(request: HttpRequest, upload: RegisterImport) -> HttpResponse:
    """What the columns are: guessed, and the person's to change."""
    if upload.state != RegisterImport.State.UPLOADED:
        return redirect(upload)
    found = columns.described(judged_rows.lines_of(upload), judged_rows.layout_of(upload))
    form = ColumnsForm(
        posted(request),
        columns=found,
        initial={"first_row": upload.first_row},
        cancel=reverse("imports:list"),
    )
    if form.is_valid() and kept(
        form, imports.choose_columns, request, upload=upload, **form.facts()
    ):
        return redirect(upload)
    return render(request, "imports/columns.html", {"form": form, "upload": upload})


@guarded(Permission.CHANNEL_ADD, RegisterImport)
@require_safe
def detail(request: UserRequest, upload: RegisterImport) -> HttpResponse:
    """Page J2: what would become of each row; then how far it is; then what became of them."""
    if upload.state == RegisterImport.State.UPLOADED:
        return preview(request, upload)
    if upload.is_under_way:
        return progress(request, upload, at=timezone.now())
    return render(request, "imports/result.html", {"upload": upload, **outcome(request, upload)})


def progress(request: HttpRequest, upload: RegisterImport, *, at: datetime) -> HttpResponse:
    """How far it is; it looks again by itself."""
    patience = Patience.of(since=upload.asked_at or at, at=at, is_taken=upload.is_taken(at))
    response = render(request, "imports/progress.html", {"upload": upload, "patience": patience})
    response.headers["Refresh"] = str(patience.looks_again_after)
    return response


@guarded(Permission.CHANNEL_ADD, RegisterImport)
@require_POST
def mend(request: UserRequest, upload: RegisterImport) -> HttpResponse:
    """Corrections typed in the browser: kept beside the file, and judged again."""
    judged = judged_rows.judged(upload, by=request.user, on=timezone.localdate())
    form = mend_form(request, upload, judged, request.POST)
    if not form.is_valid():
        return preview(request, upload, form)
    if fixes := form.fixes():
        imports.mend_rows(upload=upload, fixes=fixes, by=request.user, at=timezone.now())
        messages.success(
            request, f"{len(fixes)} {'row has' if len(fixes) == 1 else 'rows have'} been changed."
        )
    else:
        messages.info(request, "You have not changed anything yet.")
    return redirect(upload)


@guarded(Permission.CHANNEL_ADD, RegisterImport)
@require_safe
def problems(request: UserRequest, upload: RegisterImport) -> HttpResponse:
    """Only the rows with problems, to mend in a spreadsheet and upload again."""
    lines = judged_rows.lines_of(upload)
    names = columns.headings(lines, judged_rows.layout_of(upload))
    wrong = (
        judged_rows.wrong(upload, by=request.user, on=timezone.localdate())
        if upload.state == RegisterImport.State.UPLOADED
        else upload.rows.left_out_because()
    )
    return sheet(f"problems-{upload.reference}.csv", report.problem_sheet(lines, names, wrong))


@guarded(Permission.CHANNEL_ADD, RegisterImport)
@require_POST
def start(request: UserRequest, upload: RegisterImport) -> HttpResponse:
    try:
        imports.start_import(upload=upload, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, f"Nothing was imported. {refusal.messages[0]}.")
    return redirect(upload)


@guarded(Permission.CHANNEL_ADD, RegisterImport)
@require_POST
def cancel(request: UserRequest, upload: RegisterImport) -> HttpResponse:
    imports.cancel_import(upload=upload, by=request.user, at=timezone.now())
    messages.info(request, "Nothing was imported.")
    return redirect("imports:list")


@guarded(Permission.CHANNEL_ADD, RegisterImport)
@form_page
def undo(request: UserRequest, upload: RegisterImport) -> HttpResponse:
    """Asks first: what the import added leaves the register, what it changed goes back."""
    now = timezone.now()
    if request.method == "POST":
        imports.undo_import(upload=upload, by=request.user, at=now)
        return redirect(upload)
    if not upload.can_be_undone(now):
        return redirect(upload)
    return render(request, "imports/undo.html", {"upload": upload})


def preview(
    request: UserRequest, upload: RegisterImport, form: MendForm | None = None
) -> HttpResponse:
    if judged_rows.problems(upload):
        return redirect("imports:columns", ref=upload.reference)
    judged = judged_rows.judged(upload, by=request.user, on=timezone.localdate())
    form = form or mend_form(request, upload, judged, None)
    wrong = judged.of(RowOutcome.FIX)
    context = {
        "upload": upload,
        "counts": judged.counts,
        "form": form,
        "mended": [(row, form.of(row)) for row in form.rows],
        "wrong": wrong[MOST_MENDED:SHOWN],
        "wrong_count": len(wrong),
        "most_mended": MOST_MENDED,
        "update": judged.of(RowOutcome.UPDATE)[:SHOWN],
        "ready": judged.of(RowOutcome.READY)[:SHOWN],
        "ignored": judged.of(RowOutcome.IGNORED),
        "ignored_title": said(judged.counts.ignored, "row is ignored", "rows are ignored"),
        "ready_title": said(judged.counts.ready, "row is ready", "rows are ready"),
        "lacking": sum(bool(row.lacks) for row in judged.of(RowOutcome.READY)),
        "flagged": [row for row in judged.of(RowOutcome.READY) if row.warnings],
        "new_posts": judged.new_posts,
        "shown": SHOWN,
    }
    return render(request, "imports/preview.html", context)


def mend_form(request: UserRequest, upload: RegisterImport, judged: Any, data: Any) -> MendForm:
    on: date = timezone.localdate()
    found = places(request.user, Permission.CHANNEL_ADD, on).values()
    schools = [place.school.name for place in found if isinstance(place.school, School)]
    return MendForm(
        data,
        rows=judged.of(RowOutcome.FIX),
        platforms=list(Platform.objects.visible_to(request.user, on=on).current()),
        schools=schools,
    )


def outcome(request: UserRequest, upload: RegisterImport) -> dict[str, Any]:
    """What became of the rows, the first of each kind."""
    rows = ImportedRow.objects.visible_to(request.user, on=timezone.localdate())
    rows = rows.filter(upload=upload).select_related("channel__platform")
    return {
        "left_out": rows.filter(outcome=ImportedRow.Outcome.LEFT_OUT)[:SHOWN],
        "updated": [
            {
                "number": row.number,
                "channel": row.channel,
                "changes_in_words": in_words(row.changes),
            }
            for row in rows.filter(outcome=ImportedRow.Outcome.UPDATED)[:SHOWN]
        ],
        "untouched": rows.filter(undo="kept")[:SHOWN],
        "taken_back": rows.filter(undo="undone").count(),
        "can_undo": upload.can_be_undone(timezone.now()),
        "shown": SHOWN,
    }


def said(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def described(past: Any) -> list[dict[str, Any]]:
    now = timezone.now()
    return [{"upload": upload, "can_undo": upload.can_be_undone(now)} for upload in past]


def sheet(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=csv.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
