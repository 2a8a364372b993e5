"""House rules of a channel, and what a school's begin with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.life import opening_checks
from accounts_registry.models import Channel
from accounts_registry.record import sub_pages
from accounts_registry.record.channel_page import LOOKUP
from accounts_registry.reviews import default_texts
from accounts_registry.reviews.actions import house_rules as rules
from accounts_registry.reviews.forms.house_rules import ChangeHouseRulesForm, HouseRulesTemplateForm
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest
from schools.models import School


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_safe
def house_rules(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    context = {
        "channel": channel,
        "versions": list(channel.house_rules.select_related("by", "conforms_confirmed_by")),
        "needed": opening_checks.takes_part(channel),
        "may_change": can(request.user, Permission.CHANNEL_CHANGE, channel, on),
        "may_change_template": channel.school is not None
        and can(request.user, Permission.CHANNEL_CHANGE, channel.school, on),
        "pages": sub_pages.of(channel, request.user, current="register:house_rules", on=on),
    }
    return render(request, "accounts_registry/house_rules.html", context)


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def change_house_rules(request: HttpRequest, channel: Channel) -> HttpResponse:
    latest = channel.house_rules.first()
    back = reverse("register:house_rules", args=[channel.reference.lower()])
    form = ChangeHouseRulesForm(
        posted(request),
        initial={
            "version": latest.version if latest else 0,
            "text": latest.text if latest else default_texts.beginning(channel),
            "public_url": latest.public_url if latest else channel.house_rules_url,
            "published_on": latest.published_on if latest else None,
        },
        asks_about_host=channel.hosting != Channel.Hosting.SCHOOL,
        cancel=back,
    )
    if form.is_valid() and kept(
        form, rules.change_house_rules, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "House rules saved.")
        return redirect(back)
    context = {"form": form, "channel": channel, "heading": "House rules", "back": back}
    return render(request, "accounts_registry/details.html", context)


@guarded(Permission.CHANNEL_CHANGE, School, lookup="slug", kwarg="slug")
@form_page
def house_rules_template(request: HttpRequest, school: School) -> HttpResponse:
    latest = school.house_rules.first()
    form = HouseRulesTemplateForm(
        posted(request),
        initial={
            "version": latest.version if latest else 0,
            "text": latest.text if latest else default_texts.default(),
        },
        cancel=reverse("register:list"),
    )
    if form.is_valid() and kept(
        form, rules.write_house_rules_template, request, school=school, **form.cleaned_data
    ):
        messages.success(request, "Saved. New house rules of this school begin with this text.")
        return redirect("register:house_rules_template", slug=school.slug)
    return render(
        request, "accounts_registry/rules_template.html", {"form": form, "school": school}
    )
