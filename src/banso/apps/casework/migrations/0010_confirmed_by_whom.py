"""Who confirmed an export stands in its confirmations alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_confirmations_of_members")]

    operations = [migrations.RemoveField("exportresult", "confirmed_by")]
