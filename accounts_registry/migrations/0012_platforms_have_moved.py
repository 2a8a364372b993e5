"""They are in an app of their own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts_registry', '0011_platforms_move_out'),
        ('approvals', '0009_platforms_have_moved'),
        ('platforms', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='platformchange',
                    name='platform',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='platforms.platform'),
                ),
                migrations.AlterField(
                    model_name='channel',
                    name='platform',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='platforms.platform'),
                ),
                migrations.AlterField(
                    model_name='watchedaccount',
                    name='platform',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watched_accounts', to='platforms.platform'),
                ),
                migrations.AlterField(
                    model_name='formerhandle',
                    name='platform',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='platforms.platform'),
                ),
                migrations.DeleteModel(
                    name='Platform',
                ),
            ]
        )
    ]
