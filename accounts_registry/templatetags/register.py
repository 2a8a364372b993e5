"""The long parts of the register's page, drawn in Python: people open it most, and templates are slow at loops."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from accounts_registry.listing.channel_row import Row
from accounts_registry.listing.columns import COLUMNS, ON_PAPER, Column
from accounts_registry.listing.wanted import Wanted
from schools.models import School

register = template.Library()

TR = '<tr class="govuk-table__row" role="row">'
TH = '<th scope="row" class="govuk-table__header" role="rowheader">'
LOOKS = {"": "", "numeric": " govuk-table__cell--numeric", "nowrap": " app-nowrap"}
NO_BOX = '<td class="govuk-table__cell app-select app-screen" role="cell"></td>'
MOST_NEEDS = 2
Cell = Callable[[Row], str]


@register.simple_tag
def channel_rows(
    rows: list[Row], columns: Sequence[Column], *, select: Collection[Any] = ()
) -> SafeString:
    """The body of the table: what is on the screen, and what takes its place on paper.

    `select` are the schools, or trusts, whose channels have a box to tick.
    """
    # Everything a person typed goes through escape() below.
    cells = cells_of(tuple(columns))
    return mark_safe(
        "".join(
            [
                f"{TR}{_box(row, select) if select else ''}{''.join([cell(row) for cell in cells])}</tr>"
                for row in rows
            ]
        )
    )


@register.simple_tag
def channel_head(columns: Sequence[Column], wanted: Wanted, *, select: Any) -> SafeString:
    """The head of the table, in the same order; a link sorts where the column can."""
    first = (
        [_th('<span class="govuk-visually-hidden">Select</span>', "app-screen")] if select else []
    )
    shown = [_head(column, wanted) for column in columns]
    paper = [_th(escape(column.heading), "app-paper") for column in on_paper(columns)]
    return mark_safe("".join([*first, *shown, *paper]))


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


def on_paper(columns: Iterable[Column]) -> list[Column]:
    """The columns of Appendix 1 that are not on the screen."""
    there = {column.code for column in columns}
    return [COLUMNS[code] for code in ON_PAPER if code not in there]


@cache
def cells_of(columns: tuple[Column, ...]) -> list[Cell]:
    """How each cell of a row is drawn, worked out once for each choice of columns."""
    paper = [_cell(column, "app-paper") for column in on_paper(columns)]
    return [*map(_cell, columns), *paper]


def _cell(column: Column, where: str = "") -> Cell:
    if column.code == "name":
        return _name
    where = where or ("" if column.printed else "app-screen")
    begin = (
        f'<td class="govuk-table__cell{LOOKS[column.look]}{" " if where else ""}{where}" '
        f'role="cell" data-label="{escape(column.heading)}">'
    )
    draw = DRAWN.get(column.code)
    text, is_open = column.text, not column.detail
    is_for = column.is_for

    def cell(row: Row) -> str:
        if not (is_open or is_for(row)):
            return f"{begin}</td>"
        return f"{begin}{draw(row) if draw else escape(text(row))}</td>"

    return cell


def _name(row: Row) -> str:
    return f'{TH}<a class="govuk-link" href="{row.href}">{escape(row.name)}</a></th>'


def _box(row: Row, places: Collection[Any]) -> str:
    if row.is_over or (row.fact.school_id or row.fact.trust_id) not in places:
        return NO_BOX
    code = f"select-{row.reference}"
    return (
        '<td class="govuk-table__cell app-select app-screen" role="cell">'
        '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
        f'<input class="govuk-checkboxes__input" type="checkbox" name="channel" id="{code}" value="{row.reference}">'
        f'<label class="govuk-label govuk-checkboxes__label" for="{code}">'
        f'<span class="govuk-visually-hidden">Select {escape(row.name)}</span></label></div></div></td>'
    )


def _status(row: Row) -> str:
    return f'<strong class="govuk-tag app-tag--{row.standing.tag}">{row.standing.word}</strong>'


def _needs(row: Row) -> str:
    """The most pressing two, and how many more."""
    more = len(row.needs) - MOST_NEEDS
    said = "; ".join(need.text for need in row.needs[:MOST_NEEDS]) + (
        f"; and {more} more" if more > 0 else ""
    )
    return escape(said) or "Nothing"


DRAWN: dict[str, Callable[[Row], str]] = {"status": _status, "needs": _needs}


def _head(column: Column, wanted: Wanted) -> str:
    heading: Any = escape(column.heading)
    look = "" if column.printed else "app-screen"
    look += " govuk-table__header--numeric" if column.look == "numeric" else ""
    if not column.sorts:
        return _th(heading, look)
    is_sorted = wanted.sort == column.code
    turned = is_sorted and not wanted.descending
    href = escape(wanted.query(sort=column.code, descending=turned, page=1))
    link = f'<a class="app-table__sort" href="{href}">{heading}</a>'
    way = "descending" if wanted.descending else "ascending"
    return _th(link, look, f' aria-sort="{way}"' if is_sorted else "")


def _th(inside: str, look: str = "", more: str = "") -> str:
    look = f" {look.strip()}" if look.strip() else ""
    return (
        f'<th scope="col" class="govuk-table__header{look}" role="columnheader"{more}>{inside}</th>'
    )
