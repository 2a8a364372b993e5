"""Plain table markup in, the house's table out: classes, scopes, roles, and labels for a narrow screen."""

from __future__ import annotations

import re

from django.utils.html import strip_tags

CLASSES = {
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tfoot": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}
# Named outright: a browser that lays a row out as a card would otherwise forget that it is one.
ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row", "td": "cell"}
TAG = re.compile(r"<(/?)(thead|tbody|tfoot|tr|th|td)\b([^>]*)>")
HEADER = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S)
CLASS = re.compile(r'\bclass="([^"]*)"')


def dressed(rows: str) -> str:
    """The rows of a table with everything that a person writing a template should not have to repeat.

    `class="numeric"` on a cell aligns it right. The first row of `<thead>` names the columns;
    a cell that spans columns is left without a label.
    """
    head, _, _ = rows.partition("</thead>")
    labels = [
        " ".join(strip_tags(text).split()).replace('"', "&quot;") for text in HEADER.findall(head)
    ]
    walker = _Walker(labels if "<thead" in head else [])
    return TAG.sub(walker.dress, rows)


class _Walker:
    """Where in the table we are while its tags go by."""

    def __init__(self, labels: list[str]) -> None:
        self.labels = labels
        self.in_head = False
        self.column = 0

    def dress(self, found: re.Match[str]) -> str:
        closing, name, attributes = found.groups()
        if name == "thead":
            self.in_head = not closing
        if closing:
            return found.group(0)
        if name == "tr":
            self.column = 0
        if name in ("th", "td"):
            attributes = self._cell(name, attributes)
        return f"<{name}{with_class(attributes, CLASSES[name])}{role(name, attributes)}>"

    def _cell(self, name: str, attributes: str) -> str:
        if name == "th" and "scope=" not in attributes:
            attributes += f' scope="{"col" if self.in_head else "row"}"'
        if name == "td" and self.column < len(self.labels) and "colspan" not in attributes:
            label = self.labels[self.column]
            attributes += f' data-label="{label}"' if label else ""
        self.column += 1
        return attributes


def role(name: str, attributes: str) -> str:
    if name == "th":
        return ' role="columnheader"' if 'scope="col' in attributes else ' role="rowheader"'
    return f' role="{ROLES[name]}"'


def with_class(attributes: str, ours: str) -> str:
    theirs = CLASS.search(attributes)
    if not theirs:
        return f' class="{ours}"{attributes}'
    words = [f"{ours}--{word}" if word == "numeric" else word for word in theirs.group(1).split()]
    return CLASS.sub(f'class="{" ".join([ours, *words])}"', attributes, count=1)
