from django.db import migrations

from accounts_registry.search import index as index


class Migration(migrations.Migration):
    dependencies = [("accounts_registry", "0001_initial")]
    operations = [migrations.RunPython(index.install, index.remove)]
