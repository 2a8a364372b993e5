"""These tables keep their rows under the names that they have in an app of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts_registry", "0014_register_imports_have_moved")]
    operations = [
        migrations.AlterModelTable("privacynotice", "verify_privacynotice"),
    ]
