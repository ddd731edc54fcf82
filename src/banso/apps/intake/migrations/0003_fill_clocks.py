"""Since when silence counts for what is there already, and the office of answers given at the window."""

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate

from banso.apps.journal.actor import ZONE


def fill(apps, schema_editor):
    """Silence counts from the day of sending; whoever answered at the window did so in its office."""
    proposals = apps.get_model("intake", "Proposal").objects
    proposals.filter(silent_from__isnull=True).update(silent_from=TruncDate("sent_at", tzinfo=ZONE))
    needs = apps.get_model("intake", "Need").objects.filter(pk=OuterRef("need"))
    own = Subquery(needs.values("consultation__office")[:1])
    proposals.filter(receiver="staff", office__isnull=True).update(office=own)


class Migration(migrations.Migration):

    dependencies = [("intake", "0002_receivers_and_silence")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
