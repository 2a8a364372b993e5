"""Downloads: what can be asked for, what is being made, and the file itself."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access.check import schools_where, trusts_where
from access.guards import guarded, signed_in
from access.roles import Permission
from documents.models import Export
from reports import actions
from reports.exports import KINDS
from reports.forms import ExportForm
from schools.models import School, Trust


@guarded(Permission.REGISTER_EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """J3: asked for by POST, because that a file was made is an event."""
    on = timezone.localdate()
    trust = Trust.objects.visible_to(request.user, on=on).first()
    form = export_form(request, on)
    if form.is_valid():
        school = form.cleaned_data["school"]
        export = actions.ask_for_export(
            kind=form.cleaned_data["kind"],
            trust=school.trust if school else trust,
            school=school,
            as_at=form.cleaned_data["as_at"],
            by=request.user,
            at=timezone.now(),
        )
        return redirect("reports:detail", pk=export.pk)
    mine = Export.objects.visible_to(request.user, on=on).order_by("-asked_at")[:20]
    context = {"form": form, "files": [described(export) for export in mine]}
    return render(request, "reports/exports.html", context)


@signed_in
@require_safe
def detail(request: HttpRequest, pk: Any) -> HttpResponseBase:
    """Says that the file is being made and asks again by itself; then it is the file."""
    export = Export.objects.visible_to(request.user, on=timezone.localdate()).filter(pk=pk).first()
    if export is None:
        return render(request, "404.html", status=404)
    if export.state == Export.State.READY:
        return the_file(request, export)
    has_failed = export.state == Export.State.FAILED
    response = render(
        request, "reports/preparing.html", {"kind": KINDS[export.kind], "has_failed": has_failed}
    )
    if not has_failed:
        response.headers["Refresh"] = "1"
    return response


def the_file(request: HttpRequest, export: Export) -> FileResponse:
    if request.method == "GET":
        actions.record_download(export=export, by=request.user, at=timezone.now())
    response = FileResponse(
        export.file.open("rb"),
        as_attachment=True,
        filename=export.file_name,
        content_type=export.content_type,
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def export_form(request: HttpRequest, on: Any) -> ExportForm:
    user = request.user
    allowed = schools_where(user, Permission.REGISTER_EXPORT, on)
    return ExportForm(
        request.POST or None,
        schools=list(
            School.objects.visible_to(user, on=on)
            .open()
            .filter(pk__in=allowed)
            .select_related("trust")
        ),
        whole_trust=bool(trusts_where(user, Permission.REGISTER_EXPORT, on)),
        on=on,
        action=reverse("reports:exports"),
    )


def described(export: Export) -> dict[str, Any]:
    """A line of the list of one's own files."""
    return {
        "export": export,
        "title": KINDS[export.kind].title,
        "as_at": export.options.get("as_at", ""),
    }
