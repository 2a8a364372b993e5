"""Whose name, colour and mark a page wears."""

from __future__ import annotations

import hashlib

from django.http import Http404
from django.urls import reverse

from govuk.contrast import INK, is_colour, verdict
from schools.models import Trust


def trust_called(short_name: str) -> Trust:
    """The trust of a brand's address. Its name, colour and mark stand on public pages: anybody may ask."""
    trust = Trust.objects.filter(short_name=short_name).first()
    if trust is None:
        raise Http404
    return trust


def only_trust() -> Trust | None:
    """The trust, where there is just one: then its name belongs on the sign-in page too."""
    found = list(Trust.objects.all()[:2])
    return found[0] if len(found) == 1 else None


def version_of(trust: Trust) -> str:
    """Changes with the colour and the logo, so that both may be cached for ever."""
    return hashlib.sha256(f"{trust.colour} {trust.logo.name}".encode()).hexdigest()[:8]


def address(url_name: str, trust: Trust) -> str:
    return reverse(url_name, args=[trust.short_name, version_of(trust)])


def stylesheet(trust: Trust) -> str:
    """The trust's colour, with an ink edge where it would be lost on white."""
    colour = trust.colour if is_colour(trust.colour) else INK
    edge = INK if verdict(colour).needs_edge else "transparent"
    return f":root{{--trust-colour:{colour};--trust-edge:{edge}}}\n"
