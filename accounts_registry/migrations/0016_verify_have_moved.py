"""They are in an app of their own."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts_registry', '0015_verify_move_out'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(
                    name='PrivacyNotice',
                ),
            ]
        )
    ]
