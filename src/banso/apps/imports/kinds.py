"""What can be imported: by kind its columns, and the service by which each row is stored.

Every row goes through the service that a page would call, so the same rules hold. Order matters where one
kind names another: offices, staff, experts, firms, then what belongs to cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import register_staff
from banso.apps.base import Refused
from banso.apps.casework.models import (
    Activity,
    ActivityKind,
    ExportResult,
    FollowUp,
    FollowUpMethod,
    NewExports,
    ResultSource,
    SalesChannel,
    Trend,
)
from banso.apps.casework.services import (
    ActivityData,
    FollowUpData,
    ResultData,
    log_activity,
    record_follow_up,
    record_result,
)
from banso.apps.channels.models import Mall
from banso.apps.directory.models import (
    ECRecord,
    Expert,
    ExportExperience,
    Firm,
    FirmKind,
    Industry,
    Market,
    Office,
    Prefecture,
)
from banso.apps.directory.services import (
    ContactData,
    ExpertData,
    FirmData,
    OfficeData,
    register_expert,
    register_firm,
    register_office,
)
from banso.apps.imports.fields import Field
from banso.apps.imports.old_ids import Known
from banso.apps.journal.actor import Actor
from banso.engines.kernel.money import YEN

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Added:
    """A figure added up over a file, and the column in which it is added up again once stored.

    ``only_yen`` limits it to the rows in yen, in the file and in the table.
    """

    field: str
    column: str
    label: Promise
    only_yen: bool = False

    def of(self, row: Values) -> Any:
        """What a row adds; None nothing."""
        if self.only_yen and (row["currency"] or YEN).upper() != YEN:
            return None
        return row[self.field]

    @property
    def where(self) -> dict[str, Any]:
        """Which stored rows are added up."""
        return {"currency": YEN} if self.only_yen else {}


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    ``store`` calls the service for one row and gives the reference of what was stored. ``table`` and ``key``
    say where that reference is found again; ``sums`` are the figures that must agree with the file.
    """

    code: str
    label: Promise
    fields: tuple[Field, ...]
    store: Callable[[Actor, Values, Known], str]
    table: type[Any]
    key: str
    sums: tuple[Added, ...] = ()

    def field(self, code: str) -> Field | None:
        """A field by its code."""
        return next((field for field in self.fields if field.code == code), None)


class StaffRole(TextChoices):
    """The roles that a file may give; all others are given one by one."""

    OFFICE_STAFF = Role.OFFICE_STAFF.value, gettext_lazy("Office staff")
    OFFICE_MANAGER = Role.OFFICE_MANAGER.value, gettext_lazy("Office manager")


class Tongue(TextChoices):
    JA = "ja", gettext_lazy("Japanese")
    EN = "en", gettext_lazy("English")


def _row_of(model: type[Any], code: str, field: str) -> Any:
    found = model.objects.filter(code=code).first()
    if found is None:
        raise Refused("code_unknown", _("This code is unknown: %(codes)s.") % {"codes": code}, field)
    return found


def _office(actor: Actor, row: Values, known: Known) -> str:
    above = known.office(row["above"], "above") if row["above"] else None
    prefecture = _row_of(Prefecture, row["prefecture"].zfill(2), "prefecture")
    data = OfficeData(
        **{name: row[name] for name in ("code", "name_ja", "name_en", "opened_on", "phone", "email")},
        prefecture=prefecture,
        above=above,
    )
    return register_office(actor, data).code


def _staff(actor: Actor, row: Values, known: Known) -> str:
    office = known.office(row["office"], "office")
    user = register_staff(
        actor, row["email"], row["name"], row["language"] or "ja", Role(row["role"]), office, row["since"]
    )
    return str(user.pk)


def _expert(actor: Actor, row: Values, known: Known) -> str:
    values = {name: value for name, value in row.items() if name not in ("old_id", "office")}
    return register_expert(actor, ExpertData(**values, office=known.office(row["office"], "office"))).code


def _firm(actor: Actor, row: Values, known: Known) -> str:
    plain = (
        "kind corporate_number name name_kana name_en city products employees capital_yen "
        "export_experience ec_record founded_on"
    )
    data = FirmData(
        **{name: row[name] for name in plain.split()},
        prefecture=_row_of(Prefecture, row["prefecture"].zfill(2), "prefecture"),
        industry=_row_of(Industry, row["industry"], "industry"),
    )
    contact = None
    if row["contact_name"]:
        contact = ContactData(
            **{name: row[f"contact_{name}"] for name in ("name", "name_kana", "position", "email", "phone")}
        )
    return register_firm(actor, data, contact).ref


def _activity(actor: Actor, row: Values, known: Known) -> str:
    case = known.case(row["case"], "case")
    expert = known.expert(row["expert"], "expert") if row["expert"] else None
    names = ("kind", "done_on", "hours", "advice", "travel_yen")
    data = ActivityData(**{name: row[name] for name in names}, expert=expert)
    return str(log_activity(actor, case, data).pk)


def _result(actor: Actor, row: Values, known: Known) -> str:
    case = known.case(row["case"], "case")
    names = "exported_on product channel quantity unit amount hs_code source proof"
    data = ResultData(
        **{name: row[name] for name in names.split()},
        market=_row_of(Market, row["market"], "market"),
        mall=_row_of(Mall, row["mall"], "mall") if row["mall"] else None,
        currency=row["currency"] or YEN,
        sample=bool(row["sample"]),
    )
    return str(record_result(actor, case, data).pk)


def _follow_up(actor: Actor, row: Values, known: Known) -> str:
    case = known.case(row["case"], "case")
    due = FollowUp.objects.filter(case=case, months=row["months"]).first()
    if due is None:
        raise Refused(
            "follow_up_unknown", _("No follow-up of this case is due after so many months."), "months"
        )
    names = ("done_on", "method", "reached", "trend", "amount_yen", "new_exports", "note")
    return str(record_follow_up(actor, due, FollowUpData(**{name: row[name] for name in names})).pk)


_OLD = Field("old_id", gettext_lazy("Old id"), "code", True, "A-0001")
_CASE = Field("case", gettext_lazy("Case (reference or old id)"), "code", True, "C-2025-0001")

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "offices",
            gettext_lazy("Offices"),
            (
                _OLD,
                Field("code", gettext_lazy("Code"), "code", True, "sendai"),
                Field("name_ja", gettext_lazy("Japanese name"), "text", True, "仙台"),
                Field("name_en", gettext_lazy("English name"), "text", True, "Sendai"),
                Field("prefecture", gettext_lazy("Prefecture (JIS code)"), "code", True, "04"),
                Field("above", gettext_lazy("Office above (code or old id)"), "code"),
                Field("opened_on", gettext_lazy("Opened on"), "day", example="2001-04-01"),
                Field("phone", gettext_lazy("Telephone"), "text", example="022-000-0000"),
                Field("email", gettext_lazy("Mail address"), "text"),
            ),
            _office, Office, "code",
        ),
        Kind(
            "staff",
            pgettext_lazy("people", "Staff"),
            (
                _OLD,
                Field("name", pgettext_lazy("of a person", "Name"), "text", True, "山田 花子"),
                Field("email", gettext_lazy("Mail address"), "text", True, "yamada@example.jp"),
                Field("office", gettext_lazy("Office (code or old id)"), "code", True, "sendai"),
                Field("role", gettext_lazy("Role"), "choice", True, "office_staff", StaffRole),
                Field("since", gettext_lazy("Since"), "day", True, "2022-04-01"),
                Field("language", gettext_lazy("Language"), "choice", False, "ja", Tongue),
            ),
            _staff, User, "pk",
        ),
        Kind(
            "experts",
            gettext_lazy("Experts"),
            (
                _OLD,
                Field("code", gettext_lazy("Code"), "code", True, "X-0900"),
                Field("name", pgettext_lazy("of a person", "Name"), "text", True, "佐藤 健"),
                Field("name_kana", gettext_lazy("Name in kana"), "text", True, "サトウ ケン"),
                Field("office", gettext_lazy("Office (code or old id)"), "code", True, "sendai"),
                Field("monthly_hours", gettext_lazy("Hours a month"), "whole", True, "60"),
                Field("contract_from", gettext_lazy("Contract from"), "day", True, "2025-04-01"),
                Field("contract_to", gettext_lazy("Contract until"), "day", False, "2027-03-31"),
                Field("languages", gettext_lazy("Languages (codes)"), "codes", example="en, zh"),
                Field("markets", gettext_lazy("Markets (codes)"), "codes", example="US, TW"),
                Field("subjects", gettext_lazy("Subjects (codes)"), "codes", example="customers, rules"),
                Field("industries", gettext_lazy("Industries (codes)"), "codes"),
            ),
            _expert, Expert, "code",
            (Added("monthly_hours", "monthly_hours", gettext_lazy("Hours a month")),),
        ),
        Kind(
            "firms",
            gettext_lazy("Firms"),
            (
                _OLD,
                Field("kind", gettext_lazy("Kind"), "choice", True, "corporation", FirmKind),
                Field("corporate_number", gettext_lazy("Corporate number"), "code", False, "1180301018771"),
                Field("name", gettext_lazy("Name"), "text", True, "株式会社みほん"),
                Field("name_kana", gettext_lazy("Name in kana"), "text", True, "ミホン"),
                Field("name_en", gettext_lazy("English name")),
                Field("prefecture", gettext_lazy("Prefecture (JIS code)"), "code", True, "04"),
                Field("city", gettext_lazy("City"), example="仙台市"),
                Field("industry", gettext_lazy("Industry (code)"), "code", True, "food"),
                Field("products", gettext_lazy("Main products")),
                Field("employees", gettext_lazy("Employees"), "whole", example="24"),
                Field("capital_yen", gettext_lazy("Capital (yen)"), "whole"),
                Field("export_experience", gettext_lazy("Export experience"), "choice", True, "none",
                      ExportExperience),
                Field("ec_record", gettext_lazy("EC record by own effort"), "choice", True, "none", ECRecord),
                Field("founded_on", gettext_lazy("Founded on"), "day"),
                Field("contact_name", gettext_lazy("Contact: name")),
                Field("contact_name_kana", gettext_lazy("Contact: name in kana")),
                Field("contact_position", gettext_lazy("Contact: position")),
                Field("contact_email", gettext_lazy("Contact: mail address")),
                Field("contact_phone", gettext_lazy("Contact: telephone")),
            ),
            _firm, Firm, "ref", 
            (
                Added("capital_yen", "capital_yen", gettext_lazy("Capital (yen)")),
                Added("employees", "employees", gettext_lazy("Employees")),
            ),
        ),
        Kind(
            "activities",
            gettext_lazy("Activities"),
            (
                _OLD,
                _CASE,
                Field("kind", gettext_lazy("Kind"), "choice", True, "advice", ActivityKind),
                Field("done_on", gettext_lazy("Done on"), "day", True, "2026-03-02"),
                Field("hours", gettext_lazy("Hours"), "decimal", True, "1.5"),
                Field("advice", gettext_lazy("Advice"), "text", True),
                Field("travel_yen", gettext_lazy("Travel (yen)"), "whole"),
                Field("expert", gettext_lazy("Expert (code or old id)"), "code"),
            ),
            _activity, Activity, "pk", 
            (
                Added("hours", "hours", gettext_lazy("Hours")),
                Added("travel_yen", "travel_yen", gettext_lazy("Travel (yen)")),
            ),
        ),
        Kind(
            "results",
            gettext_lazy("Export results"),
            (
                _OLD,
                _CASE,
                Field("exported_on", gettext_lazy("Exported on"), "day", True, "2026-02-20"),
                Field("market", gettext_lazy("Market (code)"), "code", True, "US"),
                Field("product", gettext_lazy("Product"), "text", True),
                Field("hs_code", gettext_lazy("HS code"), "code"),
                Field("currency", gettext_lazy("Currency"), "code", example="JPY"),
                Field("amount", gettext_lazy("Amount in the currency"), "decimal", example="1200000"),
                Field("quantity", gettext_lazy("Quantity"), "whole"),
                Field("unit", gettext_lazy("Unit")),
                Field("sample", gettext_lazy("Sample"), "yes_no"),
                Field("channel", gettext_lazy("Channel"), "choice", True, "direct", SalesChannel),
                Field("mall", gettext_lazy("Mall (code)"), "code"),
                Field("source", gettext_lazy("Source"), "choice", False, "document", ResultSource),
                Field("proof", gettext_lazy("Proof")),
            ),
            _result, ExportResult, "pk",
            (
                Added("amount", "amount_yen", gettext_lazy("Amount (exports paid in yen)"), only_yen=True),
                Added("quantity", "quantity", gettext_lazy("Quantity")),
            ),
        ),
        Kind(
            "follow_ups",
            gettext_lazy("Follow-ups"),
            (
                _OLD,
                _CASE,
                Field("months", gettext_lazy("Months after the end"), "whole", True, "12"),
                Field("done_on", gettext_lazy("Done on"), "day", True),
                Field("method", gettext_lazy("By"), "choice", True, "call", FollowUpMethod),
                Field("reached", gettext_lazy("Reached"), "yes_no", True, "yes"),
                Field("trend", gettext_lazy("Exports since"), "choice", False, "up", Trend),
                Field("amount_yen", gettext_lazy("Exports in the last 12 months (yen)"), "whole"),
                Field("new_exports", gettext_lazy("New market or product without support"), "choice", False,
                      "", NewExports),
                Field("note", gettext_lazy("Note")),
            ),
            _follow_up, FollowUp, "pk",
            (Added("amount_yen", "amount_yen", gettext_lazy("Exports in the last 12 months (yen)")),),
        ),
    )
}  # fmt: skip
