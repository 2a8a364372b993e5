"""Everything one person can make the portal show: from every address, over every link and every form that asks."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

VARIES = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b""),
    (re.compile(rb'nonce="[^"]*"'), b""),
    # Which page a report or a form was written on is drawn anew for each page.
    (re.compile(rb'name="once" value="[^"]*"'), b""),
)
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"')
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
FIELD = re.compile(r"<(input|button)\b([^>]*)>")
SELECT = re.compile(r"<select\b([^>]*)>(.*?)</select>", re.DOTALL)
OPTION = re.compile(r"<option\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
LEAVES = ("/sign-out/", "/report/exit/", "/demo/", "/static/")
# How many questions are put to one page, and how many addresses of one route are opened in one
# crawl: filters can be combined without end, and one person's page is much like another's.
QUESTIONS, ALIKE = 12, 4
WORD = "a"


def normalised(content: bytes) -> bytes:
    for pattern, stands_for in VARIES:
        content = pattern.sub(stands_for, content)
    return content


def answer(response: Any) -> bytes:
    """Status, kind, where it leads and what it says, without what is drawn anew for each page."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    names = ("Content-Type", "Location", "Content-Disposition")
    head = [str(response.status_code), *(response.headers.get(name, "") for name in names)]
    return "\n".join(head).encode() + b"\n\n" + normalised(content)


def crawl(person: Any, first: Iterable[str], *, goes_on: bool = True) -> dict[str, bytes]:
    """The answer at each address that this person comes to; None is nobody signed in.

    Where it does not go on, only the first addresses are asked.
    """
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    found: dict[str, bytes] = {}
    asked: Counter[str] = Counter()
    waiting = deque(dict.fromkeys(first))
    met = set(waiting)
    while waiting:
        address = waiting.popleft()
        response = client.get(address)
        found[address] = answer(response)
        for link in links(address, response) if goes_on else ():
            if link not in met and is_worth_asking(link, asked):
                met.add(link)
                waiting.append(link)
    return found


def is_worth_asking(link: str, asked: Counter[str]) -> bool:
    """Whether there is room left for it: for this question to its page, or for this page of its route."""
    path, _, query = link.partition("?")
    like, most = (f"{path}?", QUESTIONS) if query else (route_of(path), ALIKE)
    asked[like] += 1
    return asked[like] <= most


def route_of(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return path


def links(address: str, response: Any) -> Iterator[str]:
    """Where this answer leads: its links, what its forms ask for, and where it sends people."""
    if where := response.headers.get("Location"):
        yield from inside(address, where)
    if not response.streaming and "html" in response.headers.get("Content-Type", ""):
        page = response.content.decode()
        for link in LINK.findall(page):
            yield from inside(address, unescape(link))
        for query in questions(page):
            yield from inside(address, query)


def inside(address: str, link: str) -> Iterator[str]:
    """The address within the portal, its question in order; nothing where it leads out."""
    parts = urlsplit(urljoin(f"http://testserver{address}", link))
    if parts.netloc == "testserver" and not parts.path.startswith(LEAVES):
        query = urlencode(parse_qsl(parts.query, keep_blank_values=True))
        yield f"{parts.path}?{query}" if query else parts.path


def questions(page: str) -> Iterator[str]:
    """What each form that changes nothing would ask: as it stands, with a word, and with each choice."""
    for given, inner in FORM.findall(page):
        form = attributes(given)
        if form.get("method", "get").lower() != "get":
            continue
        fields, choices = filled_in(inner)
        action = form.get("action", "").partition("?")[0]
        for changes in ({}, *choices):
            yield f"{action}?{urlencode({**fields, **changes})}"


def filled_in(inner: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The fields of a form as they stand, and the other ways in which it can be filled in."""
    fields: dict[str, str] = {}
    others: list[dict[str, str]] = []
    for tag, given in FIELD.findall(inner):
        field = attributes(given)
        name, value = field.get("name"), field.get("value", "")
        if not name:
            continue
        kind = field.get("type", "submit" if tag == "button" else "text")
        if kind in ("text", "search"):
            others.append({name: WORD})
        if kind in ("checkbox", "radio", "submit") and "checked" not in field:
            others.append({name: value})
        else:
            fields[name] = value
    for given, options in SELECT.findall(inner):
        name = attributes(given).get("name", "")
        found = [attributes(option) for option in OPTION.findall(options)]
        fields[name] = next((one.get("value", "") for one in found if "selected" in one), "")
        others += [{name: one.get("value", "")} for one in found]
    return fields, others


def attributes(given: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(given)}
