"""The long parts of the register's page, drawn in Python: people open it most, and templates are slow at loops."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from accounts_registry.listing import Row
from schools.models import School

register = template.Library()

TR = '<tr class="govuk-table__row" role="row">'
TH = '<th scope="row" class="govuk-table__header" role="rowheader">'
TD = '<td class="govuk-table__cell" role="cell" data-label="'
TD_NUMBER = '<td class="govuk-table__cell govuk-table__cell--numeric" role="cell" data-label="'
TD_DATE = '<td class="govuk-table__cell app-nowrap" role="cell" data-label="'


@register.simple_tag
def channel_rows(rows: list[Row], *, with_school: bool, in_detail: bool) -> SafeString:
    """The body of the table; the head stands in the template, in the same order."""
    # Everything a person typed goes through escape() below.
    return mark_safe(
        "".join(f"{TR}{_first(row, with_school)}{_rest(row, in_detail)}</tr>" for row in rows)
    )


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """What a filter offers."""
    return mark_safe("".join(_option(code, text, code == chosen) for code, text in choices))


@register.simple_tag
def school_options(schools: Iterable[School], chosen: str) -> SafeString:
    return options([(str(school.pk), school.name) for school in schools], chosen)


def _option(code: str, text: str, is_chosen: bool) -> str:
    return (
        f'<option value="{escape(code)}"{" selected" if is_chosen else ""}>{escape(text)}</option>'
    )


def _first(row: Row, with_school: bool) -> str:
    school = f'{TD}School">{escape(row.school)}</td>' if with_school else ""
    return (
        f'{TH}<a class="govuk-link" href="{row.href}">{escape(row.name)}</a></th>'
        f'{TD}Platform">{escape(row.platform)}</td>{school}'
        f'{TD}Status"><strong class="govuk-tag app-tag--{row.tag}">{row.status}</strong></td>'
    )


def _rest(row: Row, in_detail: bool) -> str:
    if not in_detail:
        return f'{TD}Master administration role">{escape(row.master)}</td>{TD_DATE}Opened">{row.opened}</td>'
    people = "" if row.people is None else row.people
    return f'{TD_NUMBER}People">{people}</td>{TD_DATE}Next review">{row.next_review or "None"}</td>{TD}Needs">{escape(_needs(row))}</td>'


def _needs(row: Row) -> str:
    more = f"; and {row.more_needs} more" if row.more_needs else ""
    return f"{'; '.join(row.needs)}{more}" or "Nothing"
