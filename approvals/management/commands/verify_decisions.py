"""Does every signature still cover the text that was signed?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from approvals.decision.models import Decision
from approvals.request.snapshot import problem_with


class Command(BaseCommand):
    help = "Checks every signature against its text. Exit 0: all hold. Exit 1: the first that does not."

    def handle(self, *args: Any, **options: Any) -> None:
        checked = 0
        decisions = Decision.objects.select_related("revision", "request", "signer").order_by(
            "signed_at"
        )
        for decision in decisions.iterator():
            if problem := problem_with(decision):
                self.stderr.write(
                    f"{decision.request.reference}, {decision.stage}, signed by {decision.signer} "
                    f"at {decision.signed_at.isoformat()}: {problem}"
                )
                raise SystemExit(1)
            checked += 1
        self.stdout.write(f"{checked} signatures hold")
