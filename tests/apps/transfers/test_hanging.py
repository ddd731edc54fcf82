"""Nothing that hangs on a firm is left behind by a merge."""

from django.apps import apps

from banso.apps.directory.models import Firm
from banso.apps.transfers.hanging import HANGING, STAYS

#: Tables whose rows name other records by kind and reference, and why a merge leaves them as they are.
LEFT_AS_WRITTEN = {
    "journal.Event",  # the chain is what happened
    "policies.PolicyDecision",  # about applications and cases
    "policies.PolicyMigration",
    "corrections.Correction",  # what was corrected, at the time
    "notices.Letter",  # was sent
    "notices.Meeting",  # about consultations and cases
    "notices.Reminder",  # found anew every night
    "accounts.PersonalLink",  # about results and cases
    "behalf.Entry",  # found by its key, whatever chain its firm had
}


def own(model):
    return not model._meta.proxy and model.__module__.startswith("banso.")


def test_every_foreign_key_to_a_firm_is_known():
    there = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if own(model)
        for field in model._meta.concrete_fields
        if field.related_model is Firm
    }
    known = {(kind.table, kind.column) for kind in HANGING if not kind.by_reference}
    assert there == known | STAYS


def test_no_many_to_many_leads_to_a_firm():
    assert [
        field
        for model in apps.get_models()
        for field in model._meta.many_to_many
        if field.related_model is Firm
    ] == []


def test_every_table_that_names_records_by_reference_is_known():
    there = {
        model._meta.label
        for model in apps.get_models()
        if own(model) and {"subject_kind", "subject_ref"} <= {field.name for field in model._meta.fields}
    }
    assert there == {kind.table for kind in HANGING if kind.by_reference} | LEFT_AS_WRITTEN
