"""What the pages that change a channel share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_http_methods

LOOKUP = "reference__iexact"


form_page = require_http_methods(["GET", "HEAD", "POST"])


def kept(form: Any, verb: Any, request: HttpRequest, **arguments: Any) -> Any:
    """Call the verb; what it refuses stands beside the field it is about."""
    try:
        return verb(by=request.user, at=timezone.now(), **arguments)
    except ValidationError as refusal:
        form.take(refusal)
        return None
