"""By which service a row of a file is stored; each gives the reference of what was stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import register_staff
from banso.apps.base import Refused
from banso.apps.casework.models import FollowUp, PastSupport
from banso.apps.casework.services import (
    MILESTONES,
    ActivityData,
    FollowUpData,
    GoalData,
    MilestoneData,
    PastRow,
    ResultData,
    add_past_support,
    bring_follow_up,
    bring_goal,
    log_activity,
    plan_catch_ups,
    record_result,
)
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Industry, Market, Prefecture
from banso.apps.directory.services import (
    ContactData,
    ExpertData,
    FirmData,
    OfficeData,
    register_expert,
    register_firm,
    register_office,
)
from banso.apps.imports.old_ids import Known
from banso.apps.journal.actor import Actor
from banso.engines.kernel.money import YEN

Values = Mapping[str, Any]
_AT_ONCE = 500
#: The columns of a goal's intermediate values, as many as its page takes.
MILESTONE_DAYS = tuple(f"m{number}_due_on" for number in range(1, MILESTONES + 1))
MILESTONE_VALUES = tuple(f"m{number}_value" for number in range(1, MILESTONES + 1))


def _row_of(model: type[Any], code: str, field: str) -> Any:
    found = model.objects.filter(code=code).first()
    if found is None:
        raise Refused("code_unknown", _("This code is unknown: %(codes)s.") % {"codes": code}, field)
    return found


def office(actor: Actor, row: Values, known: Known) -> str:
    """An office."""
    above = known.office(row["above"], "above") if row["above"] else None
    prefecture = _row_of(Prefecture, row["prefecture"].zfill(2), "prefecture")
    data = OfficeData(
        **{name: row[name] for name in ("code", "name_ja", "name_en", "opened_on", "phone", "email")},
        prefecture=prefecture,
        above=above,
    )
    return register_office(actor, data).code


def staff(actor: Actor, row: Values, known: Known) -> str:
    """A person of an office, and the role there."""
    office = known.office(row["office"], "office")
    user = register_staff(
        actor, row["email"], row["name"], row["language"] or "ja", Role(row["role"]), office, row["since"]
    )
    return str(user.pk)


def expert(actor: Actor, row: Values, known: Known) -> str:
    """An expert."""
    values = {name: value for name, value in row.items() if name not in ("old_id", "office")}
    return register_expert(actor, ExpertData(**values, office=known.office(row["office"], "office"))).code


def firm(actor: Actor, row: Values, known: Known) -> str:
    """A firm, and its first contact where one is named."""
    return register_firm(actor, *firm_and_contact(row)).ref


def firm_and_contact(row: Values) -> tuple[FirmData, ContactData | None]:
    """What a row says of a firm, and its contact if the row names one.

    Raises:
        Refused: ``code_unknown``, a prefecture or industry that is not known.
    """
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
    return data, contact


def activity(actor: Actor, row: Values, known: Known) -> str:
    """Hours and advice in a case."""
    case = known.case(row["case"], "case")
    expert = known.expert(row["expert"], "expert") if row["expert"] else None
    names = ("kind", "done_on", "hours", "advice", "travel_yen")
    data = ActivityData(**{name: row[name] for name in names}, expert=expert)
    return str(log_activity(actor, case, data).pk)


def result(actor: Actor, row: Values, known: Known) -> str:
    """An export of a case."""
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


def _milestones(row: Values) -> list[MilestoneData]:
    """The intermediate values of a goal, in the order of the columns.

    Raises:
        Refused: ``value_missing``, a day without a value or a value without a day.
    """
    found = []
    for day, value in zip(MILESTONE_DAYS, MILESTONE_VALUES, strict=True):
        if (row[day] is None) != (row[value] is None):
            message = _("An intermediate value needs its day and its value.")
            raise Refused("value_missing", message, day if row[day] is None else value)
        if row[day] is not None:
            found.append(MilestoneData(row[day], row[value]))
    return found


def goal(actor: Actor, row: Values, known: Known) -> str:
    """A goal that firm and office had agreed on."""
    case = known.case(row["case"], "case")
    names = "product metric baseline target due_on unit baseline_source hs_code hs_year after_support"
    data = GoalData(
        **{name: row[name] for name in names.split()},
        market=_row_of(Market, row["market"], "market"),
        milestones=_milestones(row),
    )
    return str(bring_goal(actor, case, data, row["agreed_on"], row["reason"]).pk)


def follow_up(actor: Actor, row: Values, known: Known) -> str:
    """A follow-up of a case that was recorded."""
    case = known.case(row["case"], "case")
    due = FollowUp.objects.filter(case=case, months=row["months"]).first()
    if due is None:
        raise Refused(
            "follow_up_unknown", _("No follow-up of this case is due after so many months."), "months"
        )
    names = "done_on method trend amount_yen new_exports new_what comment note"
    data = FollowUpData(**{name: row[name] for name in names.split()})
    return str(bring_follow_up(actor, due, data, reached=row["reached"]).pk)


def past_support(actor: Actor, row: Values, known: Known) -> str:
    """Support that ended before; the contacts come once all rows are stored."""
    firm = known.firm(row["firm"], "firm")
    names = "service started_on ended_on exported plan_past_end"
    data = PastRow(**{name: row[name] for name in names.split()}, firm=firm.pk, old_ref=row["old_id"])
    return str(add_past_support(actor, data).pk)


def catch_up(actor: Actor, refs: Sequence[str]) -> None:
    """Plan one contact for each firm of these past supports."""
    firms: set[int] = set()
    for start in range(0, len(refs), _AT_ONCE):
        part = PastSupport.objects.filter(pk__in=refs[start : start + _AT_ONCE])
        firms.update(part.order_by().values_list("firm_id", flat=True))
    plan_catch_ups(actor, firms)
