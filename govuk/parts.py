"""The parts of a page that hold other markup. Each is a block tag of `{% load portal %}`.

    {% panel "Who will see this" %} … {% endpanel %}
    {% table "Open channels" %}<thead>…</thead><tbody>…</tbody>{% endtable %}

Parts that draw a list of things are includes: templates/parts/, parameters at the top of each file.
"""

from __future__ import annotations

from typing import Any

from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from govuk.tables import dressed

register = Library()


def drawn(name: str, **context: Any) -> SafeString:
    return render_to_string(f"parts/{name}.html", context)


@register.simple_block_tag(takes_context=True)
def table(
    context: Any, content: str, caption: str, size: str = "m", hidden_caption: bool = False
) -> SafeString:
    """A table whose rows become cards on a phone. Write plain `<thead>`, `<tbody>`, `<tr>`, `<th>`, `<td>`.

    Every table has a caption: `size` is s, m or l; `hidden_caption` keeps it for screen readers.
    It is compact for people who asked for that.
    """
    frame = context.get("frame")
    return drawn(
        "table",
        # Rendered by the template that holds the block, which escaped it.
        rows=mark_safe(dressed(content)),
        caption=caption,
        size=size,
        hidden_caption=hidden_caption,
        is_compact=bool(frame and getattr(frame.user, "compact_tables", False)),
    )


@register.simple_block_tag
def inset(content: str) -> SafeString:
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """One sentence that warns of a consequence."""
    return drawn("warning", content=content)


@register.simple_block_tag
def details(content: str, summary: str, is_open: bool = False) -> SafeString:
    """What few need: the summary opens it."""
    return drawn("details", content=content, summary=summary, is_open=is_open)


@register.simple_block_tag
def panel(content: str, heading: str = "", kind: str = "") -> SafeString:
    """Something set apart. `kind`: attention or stop, else plain."""
    return drawn("panel", content=content, heading=heading, kind=kind)


@register.simple_block_tag
def confirmation(content: str, heading: str) -> SafeString:
    """The end of a journey: the heading is the page's h1, the content its reference."""
    return drawn("confirmation", content=content, heading=heading)


@register.simple_block_tag
def care(content: str, heading: str, kind: str = "") -> SafeString:
    """A care card: what to do first. `kind`: emergency, urgent, else not urgent. Start pages only."""
    return drawn("care", content=content, heading=heading, kind=kind)


@register.simple_block_tag
def do_list(content: str, heading: str = "Do") -> SafeString:
    """What to do: one line of the block is one line of the list."""
    return drawn("do_list", lines=lines_of(content), heading=heading)


@register.simple_block_tag
def dont_list(content: str, heading: str = "Do not") -> SafeString:
    """What not to do. Each line says "do not" itself: people skim past the heading."""
    return drawn("do_list", lines=lines_of(content), heading=heading, is_dont=True)


def trimmed(content: str) -> SafeString:
    """Without the space around it, still known to be escaped."""
    return mark_safe(content.strip())


def lines_of(content: str) -> list[SafeString]:
    return [trimmed(line) for line in content.splitlines() if line.strip()]


@register.simple_block_tag
def empty_state(content: str, says: str) -> SafeString:
    """Nothing here: `says` so, and the block names the next useful step."""
    return drawn("empty_state", content=content, says=says)


@register.simple_block_tag
def summary_list(
    content: str, card: str = "", level: int = 2, change: str = "", action: str = "Change"
) -> SafeString:
    """Questions and answers, made of `{% row %}`. `card` puts them in a card with that title.

    `change` is where the link beside the title leads, for a card that is changed as a whole.
    """
    return drawn(
        "summary_list", content=content, card=card, level=level, change=change, action=action
    )


@register.simple_block_tag
def row(
    content: str,
    key: str,
    change: str = "",
    action: str = "Change",
    missing: str = "",
    ask: str = "",
) -> SafeString:
    """A row of a summary list. `change` is where the link leads.

    An empty value shows `ask` as a link to `missing` instead ("Enter the aims").
    """
    return drawn(
        "summary_row",
        key=key,
        value=trimmed(content),
        change=change,
        action=action,
        missing=missing,
        ask=ask,
    )


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """What happened, made of `{% moment %}`, newest first; a chronology of a concern is oldest first."""
    return format_html('<ol class="moj-timeline">{}</ol>', content)


@register.simple_block_tag
def moment(content: str, says: str, at: Any = None, by: str = "", level: int = 3) -> SafeString:
    """One thing that happened: a sentence, when, by whom, and what belongs to it in the block."""
    return drawn("moment", content=trimmed(content), says=says, at=at, by=by, level=level)


@register.simple_block_tag(takes_context=True)
def filter_panel(
    context: Any, content: str, heading: str = "Filter", clear: str = "", chosen: Any = ()
) -> SafeString:
    """The form that narrows a list, by GET. `chosen`: (text, address without it) of each filter in use.

    Stands beside `<div id="results">`; both inside `<div class="app-with-filter">`.
    """
    return drawn("filter_panel", content=content, heading=heading, clear=clear, chosen=chosen)
