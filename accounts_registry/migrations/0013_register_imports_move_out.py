"""These tables keep their rows under the names that they have in an app of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts_registry", "0012_platforms_have_moved")]
    operations = [
        migrations.AlterModelTable("registerimport", "register_imports_registerimport"),
        migrations.AlterModelTable("importedrow", "register_imports_importedrow"),
    ]
