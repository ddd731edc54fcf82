"""What members of firms confirmed signed in becomes a confirmation like every other."""

from django.db import migrations


def keep_confirmations(apps, schema_editor):
    result = apps.get_model("casework", "ExportResult")
    confirmation = apps.get_model("casework", "Confirmation")
    confirmed = result.objects.filter(confirmed_at__isnull=False, confirmed_by__isnull=False)
    rows = (
        confirmation(
            result_id=pk,
            user_id=user,
            way="signed_in",
            asked_at=recorded_at,
            given_at=given_at,
            answer="as_written",
        )
        for pk, user, recorded_at, given_at in confirmed.exclude(source="firm")
        .order_by("pk")
        .values_list("pk", "confirmed_by_id", "recorded_at", "confirmed_at")
    )
    confirmation.objects.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_results_and_confirmations")]

    operations = [migrations.RunPython(keep_confirmations, migrations.RunPython.noop)]
