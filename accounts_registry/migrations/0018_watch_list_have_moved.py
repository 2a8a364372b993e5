"""They are in an app of their own."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts_registry', '0017_watch_list_move_out'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(
                    model_name='watchedaccount',
                    name='channel',
                ),
                migrations.RemoveField(
                    model_name='watchedaccount',
                    name='fake_confirmed_by',
                ),
                migrations.RemoveField(
                    model_name='watchedaccount',
                    name='found_by',
                ),
                migrations.RemoveField(
                    model_name='watchedaccount',
                    name='holder',
                ),
                migrations.RemoveField(
                    model_name='watchedaccount',
                    name='kind_changed_by',
                ),
                migrations.RemoveField(
                    model_name='watchedaccount',
                    name='platform',
                ),
                migrations.RemoveField(
                    model_name='watchedaccount',
                    name='school',
                ),
                migrations.RemoveField(
                    model_name='watchedaccount',
                    name='trust',
                ),
                migrations.RemoveField(
                    model_name='watchstep',
                    name='account',
                ),
                migrations.RemoveField(
                    model_name='watchstep',
                    name='by',
                ),
                migrations.DeleteModel(
                    name='TakedownReport',
                ),
                migrations.DeleteModel(
                    name='WatchedAccount',
                ),
                migrations.DeleteModel(
                    name='WatchStep',
                ),
            ]
        )
    ]
