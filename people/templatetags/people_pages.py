"""What the sign-in pages draw themselves: the picture that an authenticator app scans."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
PATH = re.compile(r'viewBox="([\d. ]+)".*?\bd="([MHVZLmhvzl\d., -]+)"', re.DOTALL)


@register.filter
def qr_picture(svg: str) -> SafeString:
    """The library's QR drawing as a picture within the page: only its shape is kept, on white."""
    found = PATH.search(svg)
    if not found:
        raise ValueError("The QR drawing has another shape than expected")
    return format_html(
        '<svg class="app-qr__picture" viewBox="{}" width="240" height="240" role="img" '
        'aria-label="QR code with the key below"><rect width="100%" height="100%" fill="#ffffff"/>'
        '<path fill="#000000" d="{}"/></svg>',
        *found.groups(),
    )


@register.filter
def in_fours(secret: str) -> str:
    """A key in groups of 4, which people can copy without losing their place."""
    return " ".join(re.findall(".{1,4}", secret))
