"""Walks the portal as a person would: from Home, link by link, without JavaScript."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

MOST_OF_A_KIND = 3


class Links(HTMLParser):
    """Where the links of a page lead, and what its forms are."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.actions: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.hrefs.append(found["href"] or "")
        if tag == "form":
            self.actions.append(found.get("action") or "")


def links_of(html: str, at: str) -> list[str]:
    """The pages of ours that this page links to, without fragments."""
    parser = Links()
    parser.feed(html)
    found = []
    for href in parser.hrefs:
        parts = urlsplit(urljoin(at, href))
        ours = parts.netloc in ("", "testserver") and parts.scheme in ("", "http")
        if ours and parts.path.startswith("/"):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return list(dict.fromkeys(found))


def kind_of(path: str) -> str:
    """The address pattern a page belongs to, so that a list of a hundred rows is looked at a few times."""
    path = path.split("?")[0]
    try:
        return resolve(path).route
    except Resolver404:
        return re.sub(r"[0-9a-f-]{8,}|\d+", "*", path)


def walk(
    client: Client, start: str = "/", most: int = MOST_OF_A_KIND
) -> Iterator[tuple[str, object]]:
    """Every page that can be reached by links from here, with its answer."""
    waiting, seen, kinds = deque([start]), {start}, {}
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > most or path.startswith("/static/"):
            continue
        response = client.get(path)
        yield path, response
        where = response.headers.get("Location")
        html = (
            response.headers.get("Content-Type", "").startswith("text/html")
            and not response.streaming
        )
        following = [where] if where else links_of(response.content.decode(), path) if html else []
        for link in following:
            if link.startswith("/") and link not in seen:
                seen.add(link)
                waiting.append(link)
