"""Public addresses of schools and short names of trusts: made from names, never given twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from schools.models import SchoolAddress, Trust

SHORT = Trust._meta.get_field("short_name").max_length or 20
LONG = 110


def slugs_for(name: str, *, town: str = "", urn: str = "") -> Iterator[str]:
    """The addresses to try, in order: the name, the name and town, the name and URN."""
    base = slugify(name.replace("'", "").replace("’", ""))[:LONG].strip("-") or "school"
    yield base if len(base) <= 100 else base[:100].strip("-")
    if town:
        yield f"{base[:80]}-{slugify(town)[:25]}".strip("-")
    if urn:
        yield f"{base[:100].strip('-')}-{urn}"


def free_slug(name: str, *, town: str = "", urn: str = "") -> str:
    """The first of these addresses that no school has ever had."""
    tried = list(slugs_for(name, town=town, urn=urn))
    taken = set(SchoolAddress.objects.filter(slug__in=tried).values_list("slug", flat=True))
    return first_free(tried, taken)


def first_free(tried: Collection[str], taken: Collection[str]) -> str:
    for slug in tried:
        if slug not in taken:
            return slug
    raise ValidationError(
        {"name": "Another school here has this name. Enter the town or the URN too"}
    )


def short_name(name: str) -> str:
    """A short name that no trust has: the words of the name, with a number where another has them."""
    return ShortNames(Trust.objects.values_list("short_name", flat=True)).take(name)


class ShortNames:
    """Hands out short names, and remembers where it was in counting each."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.counted: dict[str, int] = {}

    def take(self, name: str) -> str:
        base = _fitting(slugify(name.replace("'", "").replace("’", "")) or "trust")
        tried = base
        while tried in self.taken:
            number = self.counted[base] = self.counted.get(base, 1) + 1
            tried = f"{base[: SHORT - len(str(number)) - 1]}-{number}"
        self.taken.add(tried)
        return tried


def _fitting(slug: str) -> str:
    """Cut at a word where the whole does not fit."""
    if len(slug) <= SHORT:
        return slug
    return slug[:SHORT].rsplit("-", 1)[0] if "-" in slug[:SHORT] else slug[:SHORT]
