from django.db import migrations

from audit.triggers import AppendOnly


class Migration(migrations.Migration):
    """How a channel stood is written with every change and never changed itself."""

    dependencies = [("accounts_registry", "0002_search_index")]
    operations = [AppendOnly("accounts_registry_channelstate")]
