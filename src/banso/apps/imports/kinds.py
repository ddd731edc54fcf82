"""What can be imported: by kind its columns, and the service by which each row is stored.

Every row goes through the service that a page would call, so the same rules hold. Order matters where one
kind names another: offices, staff, experts, firms, then what belongs to cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import (
    Activity,
    ActivityKind,
    BaselineSource,
    ExportGoal,
    ExportResult,
    FollowUp,
    FollowUpMethod,
    GoalMetric,
    NewExports,
    PastSupport,
    ResultSource,
    SalesChannel,
    Trend,
)
from banso.apps.directory.models import (
    ECRecord,
    Expert,
    ExportExperience,
    Firm,
    FirmKind,
    Office,
)
from banso.apps.imports import stores
from banso.apps.imports.fields import Field
from banso.apps.imports.old_ids import Known
from banso.apps.imports.stores import Values
from banso.apps.journal.actor import Actor
from banso.engines.kernel.money import YEN


@dataclass(frozen=True)
class Added:
    """A figure added up over a file, and the column in which it is added up again once stored.

    ``cells`` are the columns of the file where it is more than ``field``. ``only`` limits it to the rows with
    a value in a column, in the file and in the table: the column (of one name in both), the value, and what
    an empty cell stands for.
    """

    field: str
    column: str
    label: Promise
    only: tuple[str, str, str] | None = None
    cells: tuple[str, ...] = ()

    def of(self, row: Values) -> Any:
        """What a row adds; None nothing."""
        if self.only is not None:
            column, value, otherwise = self.only
            if (row[column] or otherwise).upper() != value.upper():
                return None
        return sum(row[cell] or 0 for cell in self.cells) if self.cells else row[self.field]

    @property
    def where(self) -> dict[str, Any]:
        """Which stored rows are added up."""
        return {} if self.only is None else {self.only[0]: self.only[1]}


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    ``store`` calls the service for one row and gives the reference of what was stored. ``table`` and ``key``
    say where that reference is found again; ``sums`` are the figures that must agree with the file.
    ``finish`` is given the references of what is new once every row is stored, in the same transaction.
    """

    code: str
    label: Promise
    fields: tuple[Field, ...]
    store: Callable[[Actor, Values, Known], str]
    table: type[Any]
    key: str
    sums: tuple[Added, ...] = ()
    finish: Callable[[Actor, Sequence[str]], None] | None = None

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


_OLD = Field("old_id", gettext_lazy("Old id"), "code", True, "A-0001")
_CASE = Field("case", gettext_lazy("Case (reference or old id)"), "code", True, "C-2025-0001")
_MILESTONES = tuple(
    field
    for number, (day, value) in enumerate(zip(stores.MILESTONE_DAYS, stores.MILESTONE_VALUES, strict=True), 1)
    for field in (
        Field(day, format_lazy(gettext_lazy("Intermediate value {number}: by"), number=number), "day"),
        Field(value, format_lazy(gettext_lazy("Intermediate value {number}"), number=number), "whole"),
    )
)

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
            stores.office, Office, "code",
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
            stores.staff, User, "pk",
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
            stores.expert, Expert, "code",
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
                Field("industry", gettext_lazy("Industry (code)"), "code", True, "textile_apparel"),
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
            stores.firm, Firm, "ref", 
            (
                Added("capital_yen", "capital_yen", gettext_lazy("Capital (yen)")),
                Added("employees", "employees", gettext_lazy("Employees")),
            ),
        ),
        Kind(
            "past_support",
            gettext_lazy("Support that ended before"),
            (
                _OLD,
                Field("firm", gettext_lazy("Firm (reference, corporate number or old id)"), "code", True,
                      "1180301018771"),
                Field("service", gettext_lazy("Service as it was called"), "text", True),
                Field("started_on", gettext_lazy("Support began"), "day", example="2020-04-01"),
                Field("ended_on", gettext_lazy("Support ended"), "day", True, "2023-03-31"),
                Field("exported", gettext_lazy("Exported (yes or no)"), "yes_no", example="yes"),
                Field("plan_past_end", gettext_lazy("Plan past the end of support"), "yes_no"),
            ),
            stores.past_support, PastSupport, "pk", finish=stores.catch_up,
        ),
        Kind(
            "goals",
            gettext_lazy("Goals"),
            (
                _OLD,
                _CASE,
                Field("agreed_on", gettext_lazy("Agreed on"), "day", True, "2025-04-01"),
                Field("market", gettext_lazy("Market (code)"), "code", True, "US"),
                Field("product", gettext_lazy("Product"), "text", True),
                Field("hs_code", gettext_lazy("HS code"), "code"),
                Field("hs_year", gettext_lazy("Year of the HS"), "whole"),
                Field("metric", gettext_lazy("Measured by"), "choice", True, "amount", GoalMetric),
                Field("unit", gettext_lazy("Unit (of a quantity)")),
                Field("baseline", gettext_lazy("Baseline (12 months)"), "whole", True, "0"),
                Field("baseline_source", gettext_lazy("Source of the baseline"), "choice", False, "new",
                      BaselineSource),
                Field("target", gettext_lazy("Target (12 months)"), "whole", True, "5000000"),
                Field("due_on", gettext_lazy("To be reached by"), "day", True, "2028-03-31"),
                *_MILESTONES,
                Field("after_support", gettext_lazy("What the firm will do after support")),
                Field("reason", gettext_lazy("Why it was revised")),
            ),
            stores.goal, ExportGoal, "pk",
            (
                Added("target", "target", gettext_lazy("Target (goals in yen)"), ("metric", "amount", "")),
                Added("baseline", "baseline", gettext_lazy("Baseline (goals in yen)"),
                      ("metric", "amount", "")),
                Added("milestones", "milestones__value", gettext_lazy("Intermediate values (goals in yen)"),
                      ("metric", "amount", ""), stores.MILESTONE_VALUES),
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
            stores.activity, Activity, "pk", 
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
            stores.result, ExportResult, "pk",
            (
                Added("amount", "amount_yen", gettext_lazy("Amount (exports paid in yen)"),
                      ("currency", YEN, YEN)),
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
                Field("new_what", gettext_lazy("Which market or product")),
                Field("comment", gettext_lazy("The firm's own words")),
                Field("note", gettext_lazy("Note")),
            ),
            stores.follow_up, FollowUp, "pk",
            (Added("amount_yen", "amount_yen", gettext_lazy("Exports in the last 12 months (yen)")),),
        ),
    )
}  # fmt: skip
