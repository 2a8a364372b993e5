"""Pages that hold every part and every field at once, for the browser tests alone."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from access.guards import public
from govuk.fields import GovukDateField
from govuk.layout import Button, Buttons, Link, Question, Words
from govuk.widgets import Checkboxes, Radios, Text, TextArea
from portal.urls import urlpatterns as real

AT = datetime(2026, 11, 20, 8, 42, tzinfo=UTC)
PARTS = """{% extends "base.html" %}{% load portal %}
{% block title %}Every part{% endblock %}
{% block back %}{% include "parts/breadcrumbs.html" with href="/" text="Channels" %}{% endblock %}
{% block caption %}CH0142{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Every part {% status_tag "open" kind="channel" %}</h1>
{% include "parts/sub_navigation.html" %}{% include "parts/steps.html" %}
<p class="govuk-body">{% tag "Draft" "draft" %} {% icon "lock" %}Locked <span class="app-code">@AshdownPE_O0Il1</span></p>
{% filter_panel chosen=chosen clear="?" %}
<div class="govuk-form-group"><label class="govuk-label" for="q">Name</label><input class="govuk-input" id="q" name="q"></div>
{% endfilter_panel %}<div id="results">{% table "Channels" %}
<thead><tr><th>Channel</th><th>Account</th><th>Status</th><th class="numeric">People</th></tr></thead>
<tbody>{% for name in names %}<tr><th><a class="govuk-link" href="/x/">{{ name }}</a></th><td><span class="app-code">@{{ name }}_with_a_very_long_account_name</span></td><td>{% status_tag "closing" kind="channel" %}</td><td class="numeric">3</td></tr>{% endfor %}</tbody>
{% endtable %}{% include "parts/pagination.html" with label="Channels" %}</div>
{% summary_list card="People" %}{% row "Administrators" change="/x/" %}Priya Nair{% endrow %}{% row "Aims" missing="/x/" ask="Enter the aims" %}{% endrow %}{% endsummary_list %}
<h2 class="govuk-heading-m">What has happened</h2>{% include "parts/timeline.html" %}
{% empty_state "No requests yet" %}<p class="govuk-body"><a class="govuk-link" href="/x/">Ask for a channel</a></p>{% endempty_state %}
{% inset %}Inset{% endinset %}{% warning %}Warned{% endwarning %}{% details "Why we ask" %}Because{% enddetails %}
{% panel "Who will see this" kind="attention" %}<p class="govuk-body">Amal Haddad</p>{% endpanel %}
{% care "If somebody is in danger" kind="emergency" %}<p class="govuk-body app-care__phone"><a class="govuk-link" href="tel:999">Call 999</a></p>{% endcare %}
{% care "Speak to Amal Haddad" kind="urgent" %}<p class="govuk-body">01632 960 114</p>{% endcare %}
{% do_list %}
Write down their words
{% enddo_list %}{% dont_list %}
Do not copy an image
{% enddont_list %}
{% include "parts/task_list.html" %}
{% endblock %}"""
RESTRICTED = """{% extends "base.html" %}{% load portal %}
{% block title %}Concerns{% endblock %}{% block body_class %}app-restricted{% endblock %}
{% block skip %}{% include "parts/exit_skip.html" %}{% endblock %}
{% block band %}{% include "parts/restricted_band.html" %}{% endblock %}
{% block back %}{% include "parts/back.html" with href="/" %}{% endblock %}
{% block before_h1 %}{% include "parts/exit_page.html" with action="/gallery/gone/" %}{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Concerns</h1><label class="govuk-label" for="words">What happened</label><textarea class="govuk-textarea" id="words" name="words" rows="3"></textarea>{% endblock %}"""
FORM = """{% extends "base.html" %}{% load portal crispy_forms_tags %}
{% block title %}Every field{% endblock %}
{% block back %}{% include "parts/back.html" with href="/" %}{% endblock %}
{% block before_h1 %}{% error_summary form %}{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Every field</h1>{% crispy form %}{% endblock %}"""


class EveryField(forms.Form):
    name = forms.CharField(label="Name", help_text="As it is seen", widget=Text(width="20"))
    handle = forms.CharField(label="Account name", widget=Text(prefix="@", width="20"))
    platform = forms.ChoiceField(label="Platform", choices=[("", "Choose"), ("fb", "Facebook")])
    seen_by = forms.ChoiceField(
        label="Who can see it?",
        choices=[("open", "Anybody"), ("closed", "Nobody"), ("no", "I do not know")],
        widget=Radios(hints={"open": "Search engines too"}, dividers={"no": "or"}),
    )
    who = forms.MultipleChoiceField(
        label="Who is it for?",
        help_text="Select all that apply",
        choices=[("staff", "Staff"), ("none", "None of these")],
        widget=Checkboxes(exclusive=["none"], dividers={"none": "or"}),
    )
    live = GovukDateField(called="Go-live date", label="When do you want to go live?")
    aims = forms.CharField(label="Aims", widget=TextArea(count=300))
    file = forms.FileField(label="Upload the register")
    word = forms.CharField(label="Password", widget=forms.PasswordInput)
    tick = forms.BooleanField(label="I have read version 3")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Question("name", label_size="m"),
            *list(self.fields)[1:],
            Words("One more thing", heading="Send it"),
            Buttons(
                Button("Save and continue"),
                Button("Close this channel", kind="warning"),
                Link("Save and finish later", "/"),
            ),
        )


def drawn(request: HttpRequest, source: str, **context: object) -> HttpResponse:
    return HttpResponse(Template(source).render(RequestContext(request, context)))


@public
def parts(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Request approved. Jo Bell has been told.")
    task = SimpleNamespace(
        title="Name who will run it", status="problem", href="/x/", hint="At least 2"
    )
    return drawn(
        request,
        PARTS,
        names=["Ashdown", "History"],
        chosen=[("Facebook", "?")],
        page=Paginator(range(900), 50).page(4),
        items=[
            {"text": "Overview", "href": "/x/", "is_current": True},
            {"text": "People", "href": "/x/"},
        ],
        steps=[
            {"name": "Line manager", "state": "done", "says": "Approved"},
            {"name": "Headteacher", "state": "now"},
        ],
        events=[
            {
                "says": "Priya Nair approved this",
                "at": AT,
                "by": "Headteacher",
                "text": "Good plan.",
            }
        ],
        tasks=[
            task,
            SimpleNamespace(title="Check your answers", status="cannot_start", href="", hint=""),
        ],
    )


@public
def every_field(request: HttpRequest) -> HttpResponse:
    return drawn(request, FORM, form=EveryField(request.POST or None))


@public
def restricted(request: HttpRequest) -> HttpResponse:
    return drawn(request, RESTRICTED)


@public
def gone(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<title>Gone</title>gone")


urlpatterns = [
    path("gallery/parts/", parts),
    path("gallery/fields/", every_field),
    path("gallery/restricted/", restricted),
    path("gallery/gone/", gone),
    *real,
]
