"""What was quoted and taken back at one rate of tax says so in the way of several rates."""

from typing import Any

from django.db import migrations


def forwards(apps: Any, schema_editor: Any) -> None:
    """A quote keeps its one request beside its rate; a credit note gets one row, at the rate of its invoice."""
    for quote in apps.get_model("fees", "Quote").objects.order_by("pk").iterator():
        frozen = dict(quote.frozen)
        if "request" not in frozen:
            continue
        request, percent = frozen.pop("request"), frozen.pop("tax_percent")
        rate = {"kind": "standard", "percent": percent, "request": request, "price": frozen["price"]}
        lines = [{**line, "tax": "standard"} for line in frozen["cost_lines"]]
        quote.frozen = {**frozen, "rates": [rate], "cost_lines": lines}
        quote.save(update_fields=["frozen"])
    invoice_tax, credit_tax = (apps.get_model("fees", name) for name in ("InvoiceTax", "CreditTax"))
    percents = dict(invoice_tax.objects.order_by("pk").values_list("invoice", "tax_percent"))
    notes = apps.get_model("fees", "CreditNote").objects.filter(taxes__isnull=True).order_by("pk")
    credit_tax.objects.bulk_create(
        credit_tax(note=note, tax_percent=percents[note.invoice_id], net=note.net, tax=note.tax)
        for note in notes
    )


class Migration(migrations.Migration):
    """Data alone; the tables stay."""

    dependencies = [("fees", "0003_rates_of_tax")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
