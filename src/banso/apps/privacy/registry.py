"""Which fields hold data about a person, and which do not although they hold text.

A test walks every model: a field for text, a mail address, JSON or a file that stands in neither list fails
it, so that a new field cannot be forgotten. Choices and code lists with names in two languages need no entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class PersonalData:
    """One model with data about people.

    ``by_user`` and ``by_contact`` are the paths from a row to the person; empty: not reached that way.
    ``fields`` are handed out to the person; ``erased`` are those whose words go when the person is erased
    (what has an eraser in its own room is not named again); ``retention`` is the kind in
    ``shipped/retention.csv`` after which the words go, empty where they go with another record of the person.
    """

    label: str
    words: Promise
    by_user: str
    by_contact: str
    fields: tuple[str, ...]
    retention: str = ""
    only: Mapping[str, Any] = field(default_factory=dict)
    erased: tuple[str, ...] = ()

    @property
    def model(self) -> type[Model]:
        """The model."""
        return apps.get_model(self.label)

    def rows(self, contact: int | None, user: int | None) -> QuerySet[Any]:
        """The rows about a person, each once, by key."""
        whose = Q(pk__in=())
        if self.by_user and user is not None:
            whose |= Q(**{self.by_user: user})
        if self.by_contact and contact is not None:
            whose |= Q(**{self.by_contact: contact})
        keys = self.model._default_manager.filter(whose, **self.only).order_by().values("pk")
        return self.model._default_manager.filter(pk__in=keys).order_by("pk")


REGISTRY: tuple[PersonalData, ...] = (
    PersonalData(
        "accounts.User",
        _("Account"),
        "pk",
        "",
        ("email", "name", "language", "created_at", "left_on", "last_login"),
        "user",
    ),
    PersonalData(
        "account.EmailAddress",
        _("Mail addresses of the account"),
        "user",
        "",
        ("email", "verified", "primary"),
    ),
    PersonalData("accounts.RoleAssignment", _("Roles"), "user", "", ("role", "valid_from", "valid_to")),
    PersonalData(
        "accounts.PersonalLink",
        _("Personal links"),
        "user",
        "contact",
        ("purpose", "subject_ref", "made_at", "expires_at", "used_at", "revoked_at"),
    ),
    PersonalData(
        "accounts.ApiToken",
        _("Tokens for programs"),
        "user",
        "",
        ("name", "start", "scopes", "made_at", "expires_at", "revoked_at", "used_on"),
    ),
    PersonalData(
        "directory.Contact",
        _("Contact of a firm"),
        "user",
        "pk",
        ("name", "name_kana", "position", "email", "phone", "left_on", "erased_at"),
        "contact",
    ),
    PersonalData(
        "directory.AccessRequest",
        _("Requests to act for a firm"),
        "user",
        "",
        ("message", "asked_at", "decided_at"),
        "access_request",
    ),
    PersonalData(
        "directory.Expert",
        _("Expert"),
        "user",
        "",
        ("code", "name", "name_kana", "contract_from", "contract_to", "monthly_hours"),
        "user",
    ),
    PersonalData(
        "directory.ExpertAbsence", _("Absences"), "expert__user", "", ("first_day", "last_day", "reason")
    ),
    PersonalData("accounts.StaffAbsence", _("Absences"), "user", "", ("first_day", "last_day")),
    PersonalData(
        "directory.ConflictOfInterest",
        _("Conflicts of interest"),
        "expert__user",
        "",
        ("kind", "declared_on", "ended_on"),
    ),
    PersonalData("buyers.Buyer", _("Invited buyer"), "user", "", ("language", "joined_at"), "user"),
    # Name and address of who is recommended go when staff have decided.
    PersonalData(
        "buyers.Recommendation",
        _("Recommendations of buyers"),
        "by__user",
        "",
        ("company_name", "words", "made_at"),
        erased=("company_name", "words"),
    ),
    PersonalData(
        "inquiries.Message",
        _("Messages in inquiries"),
        "written_by",
        "",
        ("side", "at", "text"),
        erased=("text",),
    ),
    PersonalData(
        "meetings.OnlineMeeting",
        _("Minutes of online meetings"),
        "reported_by",
        "",
        ("reported_at", "minutes"),
        erased=("minutes",),
    ),
    PersonalData(
        "inquiries.Sample",
        _("Samples asked for"),
        "asked_by",
        "",
        ("quantity", "address", "asked_at", "verdict"),
        erased=("address", "verdict"),
    ),
    PersonalData(
        "inquiries.Report",
        _("Reports of abuse"),
        "reported_by",
        "",
        ("reason", "words", "reported_at"),
        erased=("words",),
    ),
    # Of a sole trader the firm is the person.
    PersonalData(
        "directory.Firm",
        _("Sole trader"),
        "contacts__user",
        "contacts",
        ("ref", "name", "name_kana", "name_en", "city", "products"),
        "",
        {"kind": "sole_trader"},
    ),
    PersonalData(
        "notices.Letter",
        _("Letters"),
        "to_user",
        "to_contact",
        ("template", "language", "queued_at", "sent_at", "state"),
    ),
    PersonalData("notices.Participant", _("Meetings"), "user", "contact", ("meeting",)),
    PersonalData("notices.Task", _("Tasks"), "assignee", "", ("text", "due_on", "state")),
    PersonalData("notices.Rhythm", _("Rhythm of the mail"), "user", "", ("user",)),
    PersonalData(
        "intake.Consultation",
        _("Questions written down by the person"),
        "recorded_by",
        "",
        ("ref", "title", "body", "asked_at"),
        "consultation",
    ),
    PersonalData(
        "casework.Confirmation",
        _("Answers on exports"),
        "user",
        "contact",
        ("way", "given_at", "answer", "attribution", "faster", "comment"),
        "confirmation",
        erased=("comment",),
    ),
    PersonalData(
        "behalf.Word",
        _("Answers on what was entered for the firm"),
        "user",
        "contact",
        ("way", "given_at", "answer", "comment"),
        "entry_word",
        erased=("comment",),
    ),
    PersonalData(
        "casework.FollowUp",
        _("Answers after the end of support"),
        "contact__user",
        "contact",
        ("done_on", "method", "trend", "amount_yen", "new_exports", "new_what", "comment"),
        "follow_up",
        erased=("comment",),
    ),
    PersonalData(
        "casework.CatchUp",
        _("Answers about support that ended long ago"),
        "contact__user",
        "contact",
        ("done_on", "method", "trend", "amount_yen", "new_exports", "new_what", "comment"),
        "catch_up",
        erased=("comment",),
    ),
    PersonalData(
        "casework.FollowUpDraft",
        _("Answers that are not sent yet"),
        "link__contact__user",
        "link__contact",
        ("values", "saved_at"),
        erased=("values",),
    ),
    PersonalData(
        "casework.Activity", _("Advice given"), "expert__user", "", ("kind", "done_on", "hours", "advice")
    ),
    PersonalData("selection.Screening", _("Opinions as a reviewer"), "reviewer", "", ("opinion",)),
    PersonalData("products.Comment", _("Comments on products"), "made_by", "", ("words",)),
    PersonalData(
        "privacy.PersonRequest",
        _("Requests about personal data"),
        "user",
        "contact",
        ("ref", "kind", "state", "note", "received_on", "due_on", "reason", "done_at", "done_note"),
        "person_request",
        erased=("note", "done_note"),
    ),
    PersonalData("privacy.Stop", _("Stops of use"), "user", "contact", ("since", "ended_at")),
    PersonalData(
        "privacy.Consent", _("Confirmed privacy notices"), "user", "contact", ("notice", "way", "given_at")
    ),
)

#: Text that is about no person: about a firm, a decision in its reasons, a record that the journal refers to.
#: ``*``: every field of the model.
NOT_PERSONAL: Mapping[str, tuple[str, ...]] = {
    "behalf.Entry": ("subject_kind", "subject_ref"),
    # Goods, and what is asked of them.
    "channels.ChannelNeed": ("need",),
    "products.Product": ("article", "reason"),
    "products.Edition": (
        "hs_code",
        "gtin",
        "currency",
        "terms_place",
        "price_unit",
        "maker_name",
    ),
    "products.Comment": ("field",),
    "products.CategoryGroup": ("name_zh",),
    "products.Category": ("name_zh",),
    "products.CertificateKind": ("name_zh",),
    "products.Allergen": ("name_zh",),
    "products.Text": ("language", "name", "description", "ingredients"),
    "products.Image": ("stored_name", "alt_ja", "alt_en"),
    "products.Certificate": ("number",),
    # What sites call goods, and numbers of orders that name nobody here.
    "sales.Listing": ("*",),
    "sales.ListingCheck": ("*",),
    "sales.Rating": ("*",),
    "sales.Identifier": ("*",),
    "sales.StockEntry": ("*",),
    "sales.StockLimit": ("*",),
    # What buyers wrote in public on the page of a product; of who they are nothing is taken in.
    "sales.Review": ("*",),
    # On their way in, thrown away after.
    "sales.SentFile": ("*",),
    "sales.Campaign": ("*",),
    "sales.SiteTerms": ("*",),
    "sales.SiteFee": ("*",),
    "sales.Payout": ("*",),
    "malls.Closing": ("*",),
    # Companies and what they take; who is in charge is a reference.
    "malls.MallEntry": ("*",),
    "malls.EntryPoint": ("*",),
    "sales.SalesReport": ("*",),
    "sales.SalesLine": ("*",),
    "sales.SalesLayout": ("*",),
    "catalogue.Meaning": ("*",),
    "catalogue.Words": ("*",),
    "catalogue.Revision": ("*",),
    # Keys, codes, references and digests.
    "accounts.User": ("password",),
    "accounts.ApiToken": ("digest",),
    "accounts.PersonalLink": ("subject_kind", "subject_ref", "digest"),
    "notices.Letter": (
        "to_kind",
        "to_ref",
        "references",
        "enclosed",
        "subject_kind",
        "subject_ref",
        "fault",
        "address_digest",
    ),
    "notices.Reminder": ("*",),
    "notices.Task": ("subject_kind", "subject_ref"),
    "notices.Meeting": ("*",),
    "journal.Event": ("*",),
    "journal.Counter": ("*",),
    "jobs.JobRun": ("*",),
    "jobs.Heartbeat": ("*",),
    "search.Entry": ("*",),
    "privacy.Consent": ("text_digest",),
    "privacy.Expiry": ("*",),
    "selection.Seal": ("*",),
    "demo.Portfolio": ("*",),
    # Organisations.
    "directory.Office": ("phone", "email"),
    "directory.PartnerBody": ("phone", "email"),
    "directory.PrivateProvider": ("phone", "email"),
    "directory.TradingCompany": ("phone", "email"),
    "providers.Listing": ("*",),
    "buyers.BuyerCompany": ("*",),
    "buyers.BuyerGroup": ("name_zh",),
    "buyers.GroupPart": ("*",),
    "buyers.Recommendation": ("person", "email", "reason"),
    "buyers.MissedQuery": ("*",),
    "street.ShortlistItem": ("*",),
    # What became of a conversation of two companies.
    "inquiries.Inquiry": ("*",),
    "inquiries.Outcome": ("name_zh",),
    "meetings.OnlineMeeting": ("*",),
    "meetings.Slot": ("*",),
    # What two companies say of an order between them.
    "orders.Order": ("*",),
    "inquiries.MessageTemplate": ("*",),
    "inquiries.Message": ("language",),
    "inquiries.Sample": ("words", "carrier", "tracking"),
    "inquiries.Report": ("decision",),
    "providers.NeedLot": ("seed",),
    "providers.ProviderLink": ("digest",),
    "directory.Firm": ("corporate_number",),
    # What a firm was called: of a sole trader's present name the registry tells above.
    "directory.FormerFirm": ("*",),
    "transfers.MergedValue": ("*",),
    # Which rows went where, and the reason that was given for it.
    "transfers.Merge": ("*",),
    "transfers.MovedRow": ("*",),
    "transfers.Transfer": ("*",),
    "transfers.Handed": ("*",),
    "imports.OldId": ("*",),
    "imports.Layout": ("*",),
    "imports.ImportRun": ("*",),
    # What firms pay: names of firms as they were, payers as the bank writes them, references and codes.
    "fees.Issuer": ("*",),
    "fees.TermsText": ("*",),
    "fees.Quote": ("*",),
    "fees.Invoice": ("*",),
    "fees.InvoiceLine": ("*",),
    "fees.Instalment": ("*",),
    "fees.SuccessBill": ("*",),
    "fees.CreditNote": ("*",),
    "fees.BankFile": ("*",),
    "fees.BankLayout": ("*",),
    "fees.BankLine": ("*",),
    "fees.Payment": ("*",),
    # Configuration, published.
    "programmes.Programme": ("*",),
    "programmes.ServiceVersion": ("*",),
    "programmes.StageDefinition": ("*",),
    "programmes.ExchangeRate": ("*",),
    "programmes.DayOff": ("*",),
    "policies.PolicyVersion": ("*",),
    "selection.ScorePart": ("*",),
    "surveys.FormEdition": ("*",),
    "surveys.Wave": ("*",),
    "surveys.SavedTable": ("*",),
    "surveys.Release": ("*",),
    "snapshots.Snapshot": ("*",),
    # About a firm, or why something was decided on it.
    "documents.Document": ("*",),
    "policies.PolicyDecision": ("*",),
    "policies.PolicyMigration": ("*",),
    "intake.Need": ("*",),
    "intake.Proposal": ("*",),
    "intake.Received": ("*",),
    "new_exporters.Registration": ("*",),
    "new_exporters.ReadinessChange": ("*",),
    "new_exporters.Component": ("*",),
    "new_exporters.HandOver": ("*",),
    "selection.Application": ("*",),
    "selection.Revision": ("*",),
    "selection.Typed": ("*",),
    "selection.Determination": ("*",),
    "selection.Return": ("*",),
    "selection.Waiting": ("*",),
    "selection.SecondLook": ("*",),
    "selection.Discussion": ("*",),
    "casework.Case": ("*",),
    "casework.RootCause": ("*",),
    "casework.ECProof": ("*",),
    "casework.FollowUp": ("note",),
    "casework.CatchUp": ("note",),
    "casework.PastSupport": ("*",),
    "casework.ExportGoal": ("*",),
    "casework.OwnEffort": ("*",),
    "casework.StagePlan": ("*",),
    "casework.ExportResult": ("*",),
    "casework.GateReview": ("*",),
    "matching.MatchRecord": ("*",),
    "matching.Plan": ("*",),
    "matching.PlannedPair": ("*",),
    "corrections.Correction": ("*",),
    # Numbers and days of other records, and why a year took entries again.
    "years.Choice": ("*",),
    "years.Reopening": ("*",),
    "surveys.FrameUnit": ("*",),
    "surveys.Draft": ("*",),
    "surveys.Answer": ("*",),
    "surveys.OfficeCorrection": ("*",),
    # Django's and allauth's own tables: sessions and tasks are cleared by age, the second factor is a secret.
    "auth.Permission": ("*",),
    "auth.Group": ("*",),
    "contenttypes.ContentType": ("*",),
    "sessions.Session": ("*",),
    "account.EmailConfirmation": ("*",),
    "mfa.Authenticator": ("*",),
    "django_tasks_database.DBTaskResult": ("*",),
}
