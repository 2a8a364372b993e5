"""Dates and names as sentences say them."""

from __future__ import annotations

from datetime import date


def day(value: date) -> str:
    """20 November 2026."""
    return f"{value:%-d %B %Y}"


def span(first: date, last: date) -> str:
    """from 22 to 24 December; from 22 December to 4 January; on 22 December; with the years where one would mislead."""
    if (last - first).days > 300:
        return f"from {day(first)} to {day(last)}"
    if first == last:
        return f"on {first:%-d %B}"
    same_month = (first.month, first.year) == (last.month, last.year)
    return f"from {first:%-d}{'' if same_month else f'{first: %B}'} to {last:%-d %B}"


def dates(first: date, last: date) -> str:
    """from 22 to 24 December 2026: with the year, where a wrong one must be seen."""
    if first == last:
        return f"on {day(first)}"
    if first.year != last.year:
        return f"from {day(first)} to {day(last)}"
    return f"{span(first, last)} {last.year}" if (last - first).days <= 300 else span(first, last)
