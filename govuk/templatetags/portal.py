"""Tags and filters of every page: statuses, dates, icons, titles, and the parts of `govuk.parts`."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from govuk import parts
from govuk.contrast import INK, is_colour
from govuk.templatetags.govuk import error_summary
from govuk.web_addresses import is_web_address
from workflow.statuses import STATUSES, kind_of

register = template.Library()
register.tags.update(parts.register.tags)
register.inclusion_tag("govuk/error_summary.html", name="error_summary")(error_summary)

SERVICE = "Official Channels"
ICONS = {
    "attention": "M12 2 1 22h22L12 2Zm-1 7h2v7h-2V9Zm0 8.5h2v2h-2v-2Z",
    "overdue": "M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22Zm-1 5h2v5.6l4 2.3-1 1.8-5-2.9V6Z",
    "tick": "m9.2 19.4-7-7L4.6 10l4.6 4.6L19.4 4.4l2.4 2.4L9.2 19.4Z",
    "lock": "M6 10V7a6 6 0 1 1 12 0v3h2v12H4V10h2Zm2.5 0h7V7a3.5 3.5 0 0 0-7 0v3Z",
    "calendar": "M6 1h3v3h6V1h3v3h4v19H2V4h4V1Zm-1 9v10h14V10H5Z",
    "external": "M14 2h8v8h-3V7.1l-8.4 8.5-2.1-2.2L16.9 5H14V2ZM3 5h7v3H5v11h11v-5h3v8H2V5h1Z",
    "cross": "m12 9.6 6.6-6.6L21 5.4 14.4 12l6.6 6.6-2.4 2.4-6.6-6.6L5.4 21 3 18.6 9.6 12 3 5.4 5.4 3 12 9.6Z",
}


@register.filter
def on(day: date | datetime | None) -> str:
    """20 November 2026."""
    return f"{day_of(day):%-d %B %Y}" if day else ""


@register.filter
def on_short(day: date | datetime | None) -> str:
    """20 Nov 2026, for tables."""
    return f"{day_of(day):%-d %b %Y}" if day else ""


@register.filter
def on_weekday(day: date | datetime | None) -> str:
    """Friday 20 November, for what is near."""
    return f"{day_of(day):%A %-d %B}" if day else ""


@register.filter
def breaks(name: str) -> SafeString:
    """An account name that may go on to the next line after . _ and -, and nowhere else."""
    pieces = re.findall(r"[^._-]+[._-]*|[._-]+", name)
    return format_html_join(SafeString("<wbr>"), "{}", ((piece,) for piece in pieces))


@register.filter
def clock(moment: datetime | None) -> str:
    """8:42am; midnight and midday say so."""
    if not moment:
        return ""
    local = timezone.localtime(moment)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local:%-I}{minutes}{'am' if local.hour < 12 else 'pm'}"


@register.filter
def at(moment: datetime | None) -> str:
    """20 November 2026 at 8:42am."""
    return f"{on(moment)} at {clock(moment)}" if moment else ""


@register.filter
def at_short(moment: datetime | None) -> str:
    """20 Nov 2026, 8:42am, for tables."""
    return f"{on_short(moment)}, {clock(moment)}" if moment else ""


def day_of(value: date | datetime) -> date:
    return (
        timezone.localtime(value).date()
        if isinstance(value, datetime) and timezone.is_aware(value)
        else value
    )


@register.filter
def count(number: int, words: str) -> str:
    """`{{ n|count:"channel,channels" }}`: "1 channel", "6 channels", "No channels"."""
    one, many = words.split(",")
    return f"{number or 'No'} {one if number == 1 else many}"


@register.filter
def sentence_list(things: Any) -> str:
    """Amal Haddad, Sam Hill and Priya Nair."""
    words = [str(thing) for thing in things]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


@register.filter
def page_title(text: str) -> str:
    """A title on one line that ends with the service's name, once."""
    line = " ".join(text.split())
    return line if line.endswith(SERVICE) else f"{line} – {SERVICE}" if line else SERVICE


@register.simple_tag(takes_context=True)
def error_prefix(context: Any) -> str:
    """ "Error: " when a form of this page was sent and sent back."""
    values = context.flatten().values()
    failed = any(form_failed(value) for value in values)
    return "Error: " if failed else ""


def form_failed(value: Any) -> bool:
    if isinstance(value, BaseFormSet):
        return value.is_bound and bool(value.total_error_count())
    return isinstance(value, BaseForm) and value.is_bound and bool(value.errors)


@register.simple_tag
def status_tag(thing: Any, kind: str = "", word: str = "") -> SafeString:
    """`{% status_tag record %}` or `{% status_tag "late" kind="task" %}`; `word` replaces the word on screen."""
    code = thing if isinstance(thing, str) else str(thing.status)
    status = STATUSES[kind or kind_of(thing), code]
    return tag(word or status.word, status.tag)


@register.simple_tag(name="tag")
def tag(word: str, colour: str = "plain") -> SafeString:
    """A tag of its own words: colour is ok, attention, late, wait, draft, closed, act or plain."""
    return format_html('<strong class="govuk-tag app-tag--{}">{}</strong>', colour, word)


@register.filter
def status_word(record: Any) -> str:
    return STATUSES[kind_of(record), str(record.status)].word


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of seven icons, always beside a word: attention, overdue, tick, lock, calendar, external, cross."""
    return format_html(
        '<svg class="app-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path fill="currentColor" d="{}"></path></svg>',
        ICONS[name],
    )


@register.filter
def is_address(text: str) -> bool:
    """A paragraph of a letter that is one address and nothing else: drawn as its button."""
    return text.strip().startswith(("http://", "https://")) and len(text.split()) == 1


@register.filter
def href(text: str) -> SafeString:
    """`<a {{ channel.url|href }}>`: the link of an address that somebody gave; of anything else there is none."""
    return format_html('href="{}"', text) if is_web_address(text) else SafeString("")


@register.filter
def colour(text: str) -> str:
    """A colour such as #0E6B4F, and ink for anything else."""
    return text if is_colour(text) else INK


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`{{ mapping|get:key }}`, or nothing."""
    return mapping.get(key, "") if mapping else ""


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """This page's query string with these changes: `href="{% query page=2 %}"`; an empty value leaves out."""
    return "?" + with_changes(context["request"].GET.copy(), changes).urlencode()


@register.filter
def page_numbers(page: Any) -> Any:
    """The numbers worth a link, with gaps where there are many."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


def with_changes(params: Any, changes: dict[str, Any]) -> Any:
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = value
    return params
