"""An account that pretends to be the school is called a fake in public once somebody has confirmed it."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STEPS = [('added', 'put it on the watch list'), ('reported', 'reported it'), ('changed', 'changed what is known about it'), ('notice', 'sent a notice'), ('answered', 'recorded the answer'), ('converting', 'linked the request that makes it official'), ('not_converted', 'ended the request that would have made it official'), ('converted', 'made it official'), ('renamed', "recorded that it no longer uses the school's name"), ('removed', 'recorded that it is gone'), ('tolerated', 'decided to leave it alone'), ('escalated', 'passed it on'), ('found_again', 'recorded that it is there again'), ('checked', 'looked at it again'), ('fake', 'confirmed that it is a fake'), ('no_fake', 'took back that it is a fake'), ('takedown', 'reported it to have it taken down'), ('takedown_answer', 'recorded what came of a report')]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts_registry", "0004_confirmed_ids"),
    ]

    operations = [
        migrations.AddField(
            "watchedaccount",
            "fake_identity",
            models.CharField(blank=True, default="", max_length=140),
        ),
        migrations.AlterField(
            "watchedaccount", "fake_identity", models.CharField(blank=True, max_length=140)
        ),
        migrations.AddField(
            "watchedaccount",
            "fake_confirmed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "watchedaccount", "fake_confirmed_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AlterField(
            "watchstep", "step", models.CharField(choices=STEPS, max_length=16)
        ),
    ]
