"""They are in an app of their own."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts_registry', '0013_register_imports_move_out'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(
                    model_name='registerimport',
                    name='confirmed_by',
                ),
                migrations.RemoveField(
                    model_name='registerimport',
                    name='school',
                ),
                migrations.RemoveField(
                    model_name='registerimport',
                    name='trust',
                ),
                migrations.RemoveField(
                    model_name='registerimport',
                    name='undone_by',
                ),
                migrations.RemoveField(
                    model_name='registerimport',
                    name='uploaded_by',
                ),
                migrations.DeleteModel(
                    name='ImportedRow',
                ),
                migrations.DeleteModel(
                    name='RegisterImport',
                ),
            ]
        )
    ]
