"""A process that asks for work: `python -m tests.engine.publish FIRST LAST PAUSE EVERY`.

One task for each number, and a letter and a notice for every so-manieth (0: none).
"""

from __future__ import annotations

import os
import sys
import time


def main(first: int, last: int, pause: float, every: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.engine.settings")
    import django

    django.setup()
    from django.utils import timezone

    from notifications import post
    from people.models import User
    from portal.celery import app
    from tests.engine.tasks import mark

    app.finalize()
    person = User.objects.exclude(email="").filter(email__startswith="engine").first()
    for number in range(first, last):
        mark.apply_async((number,))
        if every and number % every == 0:
            row = {"text": "Find cover", "why": "1 moderator, 2 needed"}
            post.tell(
                person,
                kind="test",
                key=f"engine:{number}",
                subject="Cover needed",
                template="reminders/emails/urgent",
                context={"row": row},
                link="/cover/",
                at=timezone.now(),
            )
        time.sleep(pause)


if __name__ == "__main__":
    first, last, pause, every = sys.argv[1:]
    main(int(first), int(last), float(pause), int(every))
