"""Linking the request by which an account that used a school's name becomes its channel."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.guards import guarded
from access.roles import Permission
from approvals import actions
from approvals.request.forms.converting import ConvertForm
from approvals.request.models import Request
from people.api import UserRequest
from watch_list.models import WatchedAccount


@guarded(Permission.WATCH_KEEP, WatchedAccount, lookup="reference__iexact")
def convert(request: UserRequest, entry: WatchedAccount) -> HttpResponse:
    requests = (
        Request.objects.visible_to(request.user, on=timezone.localdate())
        .live()
        .filter(school=entry.school)
        .select_related("author")
        .order_by("-reference")
    )
    form = ConvertForm(
        request.POST if request.method == "POST" else None,
        requests=requests,
        cancel=entry.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["request"]
        try:
            actions.convert(entry=entry, request=chosen, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, f"Request {chosen.reference} is linked.")
            return redirect(entry)
    context = {"form": form, "entry": entry, "requests": requests}
    return render(request, "approvals/convert.html", context)
