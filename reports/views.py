"""Downloads: what can be asked for, what is being made, and the file itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.check import schools_where, trusts_where
from access.guards import guarded, signed_in
from access.roles import Permission
from accounts_registry.models import ON_REGISTER, Channel
from documents.models import Export
from govuk.patience import Patience
from people.api import UserRequest
from reports import actions, downloads_page
from reports.exports import KINDS
from reports.forms import ExportForm
from reports.orders import Options
from schools.models import School, Trust
from workflow.moves import WrongState

PAGE = 20
NOT_YET = "This channel is not on the register yet, so there is no sheet about it."


@guarded(Permission.REGISTER_EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: UserRequest) -> HttpResponse:
    """Page J3: asked for by POST, because that a file was made is an event."""
    on = timezone.localdate()
    trust = Trust.objects.visible_to(request.user, on=on).first()
    form = export_form(request, on)
    if form.is_valid():
        school = form.cleaned_data["school"]
        return asked_for(
            request,
            kind=form.cleaned_data["kind"],
            trust=school.trust if school else trust,
            school=school,
            as_at=form.cleaned_data["as_at"],
            options=form.options,
        )
    files = downloads_page.with_takers(Export.objects.visible_to(request.user, on=on))
    page = Paginator(files, PAGE).get_page(request.GET.get("page"))
    lines = downloads_page.lines(list(page.object_list), request.user, on=on)
    context = {"form": form, "page": page, "lines": lines}
    return render(request, "reports/exports.html", context)


@guarded(Permission.REGISTER_EXPORT, Channel, lookup="reference__iexact")
@require_POST
def channel_sheet(request: UserRequest, channel: Channel) -> HttpResponse:
    """One page about one channel."""
    if channel.status not in ON_REGISTER:
        raise WrongState(NOT_YET, channel)
    return asked_for(
        request,
        kind="channel_sheet",
        trust=channel.trust,
        school=channel.school,
        as_at=timezone.localdate(),
        options=Options(channel=channel.reference),
    )


def asked_for(request: UserRequest, **order: Any) -> HttpResponse:
    export = actions.ask_for_export(by=request.user, at=timezone.now(), **order)
    return redirect("reports:detail", pk=export.pk)


@signed_in
@require_safe
def detail(request: UserRequest, pk: UUID) -> HttpResponseBase:
    """Says that the file is being made and asks again by itself; then it is the file."""
    export = Export.objects.visible_to(request.user, on=timezone.localdate()).filter(pk=pk).first()
    if export is None:
        return render(request, "404.html", status=404)
    if export.state == Export.State.READY:
        return the_file(request, export)
    return not_ready(request, export, at=timezone.now())


def not_ready(request: HttpRequest, export: Export, *, at: datetime) -> HttpResponse:
    """Still to be made, and looked at again by itself; or given up."""
    has_failed = export.state == Export.State.FAILED
    patience = Patience.of(since=export.asked_at, at=at, is_taken=export.is_taken(at))
    context = {
        "kind": KINDS[export.kind],
        "export": export,
        "has_failed": has_failed,
        "patience": patience,
    }
    response = render(request, "reports/preparing.html", context)
    if not has_failed:
        response.headers["Refresh"] = str(patience.looks_again_after)
    return response


def the_file(request: UserRequest, export: Export) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(content_type=export.content_type)
    actions.record_export_download(export=export, by=request.user, at=timezone.now())
    response = FileResponse(
        export.file.open("rb"),
        as_attachment=True,
        filename=export.file_name,
        content_type=export.content_type,
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def export_form(request: UserRequest, on: date) -> ExportForm:
    user = request.user
    allowed = schools_where(user, Permission.REGISTER_EXPORT, on)
    whole_trust = bool(trusts_where(user, Permission.REGISTER_EXPORT, on))
    rows = Channel.objects.visible_to(user, on=on).on_register()
    rows = rows if whole_trust else rows.filter(school_id__in=allowed)
    return ExportForm(
        request.POST or None,
        schools=list(
            School.objects.visible_to(user, on=on)
            .open()
            .filter(pk__in=allowed)
            .select_related("trust")
        ),
        whole_trust=whole_trust,
        internal=bool(schools_where(user, Permission.REGISTER_INTERNAL, on)),
        counts=dict(rows.order_by().values_list("school_id").annotate(Count("pk"))),
        on=on,
        action=reverse("reports:exports"),
    )
