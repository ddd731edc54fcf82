"""Every open item has an owner: the list of kinds is complete."""

from django.apps import apps

from banso.apps.accounts.models import User
from banso.apps.directory.models import Expert, Office
from banso.apps.transfers.work import WORK

#: Columns that say who it was, and why they stay as they are.
HISTORY = {
    # Who did or said something at the time; columns whose name ends in "_by" besides.
    "behalf.Word.user",
    "casework.Activity.expert",
    "casework.Activity.staff",
    "casework.Confirmation.user",
    "journal.Event.actor",
    "policies.PolicyVersion.author",
    "policies.PolicyVersion.approver",
    "selection.Assent.reviewer",
    "selection.Declaration.reviewer",
    "selection.Determination.decider",
    "selection.Return.decider",
    "selection.Screening.reviewer",
    "selection.Waiting.decider",
    # Where it was at the time.
    "corrections.Correction.office",
    "directory.FormerFirm.office",
    "surveys.FrameUnit.office",
    "transfers.Placement.office",
    "transfers.Transfer.office",
    # The person's own: it goes when the person goes.
    "accounts.ApiToken.user",
    "accounts.PersonalLink.user",
    "accounts.RoleAssignment.user",
    "accounts.StaffAbsence.user",
    "buyers.Buyer.user",
    "meetings.OnlineMeeting.for_buyer",
    "meetings.OnlineMeeting.for_firm",
    "directory.AccessRequest.user",
    "directory.Contact.user",
    "directory.ConflictOfInterest.expert",
    "directory.Expert.user",
    "directory.ExpertAbsence.expert",
    "notices.Rhythm.user",
    "policies.PolicySteward.user",
    "privacy.Consent.user",
    "privacy.PersonRequest.user",
    "privacy.Stop.user",
    # Found anew: every night, or by the next plan.
    "matching.MatchRecord.expert",
    "matching.PlannedPair.before",
    "notices.Reminder.office",
    "notices.Reminder.person",
    "notices.Letter.to_user",
    # Named anew in the next edition; until then all of head office is reminded.
    "malls.MallEntry.staff",
    # How much an office takes on, not what waits for it.
    "casework.CatchUpCapacity.office",
    "directory.ExpertYear.expert",
    "years.OfficeYear.office",
    # Who may read, not who does it.
    "new_exporters.Share.office",
}


def test_every_column_that_leads_to_an_owner_is_open_work_or_history():
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if not model._meta.proxy and model.__module__.startswith("banso.")
        for field in model._meta.concrete_fields
        if field.related_model in (User, Expert, Office) and not field.name.endswith("_by")
    }
    owned = {f"{work.table}.{work.column}" for work in WORK}
    assert there - owned - HISTORY == set()
    assert (owned | HISTORY) - there == set()
