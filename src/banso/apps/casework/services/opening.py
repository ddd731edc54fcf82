"""How a case begins: from an adopted application, or from one need that an expert takes on."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, hold
from banso.apps.casework.models import Case, CaseOutcome, CaseState, Stage
from banso.apps.casework.services import checks
from banso.apps.casework.services.closing import close
from banso.apps.casework.services.goals import agree_by_adoption
from banso.apps.casework.transitions import NEW, fire
from banso.apps.directory.models import Expert, Firm, Office
from banso.apps.directory.selectors import why_not_free
from banso.apps.directory.services import refuse_new_work
from banso.apps.intake.models import Need
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import next_reference, record, service
from banso.apps.programmes.models import Service, ServiceVersion
from banso.apps.programmes.selectors import spot_service, version_in_force
from banso.apps.selection.models import Application, ApplicationState
from banso.engines.kernel.fiscal import add_months

ONE_DAY = timedelta(days=1)


@service
def open_case(actor: Actor, application: Application) -> Case:
    """Open the case of an application that was determined as adopted.

    Call it after the determination is stored, in the same transaction. The case takes over the goal and the
    promised efforts, gets its stages from the version of the service in force today, and its first stage
    begins.

    Raises:
        Refused: not adopted, a case exists already, no version of the service is in force, or a firm that is
            closed or merged.
    """
    application = hold(Application.objects).get(pk=application.pk)
    fired = fire(NEW, "open", actor, {"adopted": application.state == ApplicationState.ADOPTED})
    if Case.objects.filter(application=application).exists():
        raise Refused("case_exists", _("A case is open for this application already."))
    case = _begin(actor, application.service, application.firm, application.office, application=application)
    agree_by_adoption(actor, application, case)
    application.own_efforts.update(case=case)
    _record_opened(actor, case, {"application": application.ref, "guards": dict(fired.guards)})
    return case


@service
def open_spot_case(actor: Actor, need: Need, expert: Expert) -> Case:
    """Open the case of one need when an expert takes it on; a settled one is opened again.

    Calling it twice with the same expert changes nothing.

    Raises:
        Refused: another expert has the need in hand, no service without an application is offered, or a firm
            that is closed or merged.
    """
    case = _case_of(need)
    if case is not None and case.state != CaseState.ENDED:
        if case.expert_id == expert.pk:
            return case
        raise Refused("need_taken", _("Another expert has taken this need on already."))
    fired = fire(case.state if case else NEW, "take_need", actor, {"answers_need": True})
    if case is None:
        spot = spot_service(actor.today)
        if spot is None:
            raise Refused("no_version", _("No service answers single questions today."))
        consultation = need.consultation
        case = _begin(actor, spot, consultation.firm, consultation.office, need=need, expert=expert)
    else:
        refuse_new_work(case.firm)
        case.state, case.expert, case.ended_on, case.outcome, case.outcome_note = (
            fired.target,
            expert,
            None,
            "",
            "",
        )
        case.save()
        case.stages.filter(order=case.stages.count()).update(ended_on=None)
        case.follow_ups.filter(done_on__isnull=True).delete()
    _record_opened(actor, case, {"need": need.pk, "expert": expert.code, "guards": dict(fired.guards)})
    return case


@service
def close_spot_case(actor: Actor, need: Need, answered: bool) -> Case | None:
    """End the case of a need that is settled. Returns None where no expert had taken it on: there is no case.

    Raises:
        Refused: the case has ended already.
    """
    case = _case_of(need)
    if case is None:
        return None
    fired = fire(case.state, "settle_need", actor, {"answers_need": True})
    outcome = CaseOutcome.ANSWERED if answered else CaseOutcome.NOT_ANSWERED
    return close(actor, case, fired, outcome, "", actor.today)


@service
def assign_expert(actor: Actor, case: Case, expert: Expert) -> Case:
    """Put an expert in charge of a case that has not ended.

    Raises:
        Refused: the case has ended, the expert has it already, has no contract, is absent or has declared a
            conflict of interest with the firm.
    """
    case = checks.locked(case)
    if case.state == CaseState.ENDED:
        raise Refused("case_state", _("Support has ended. Nothing can be changed any more."))
    if case.expert_id == expert.pk:
        raise Refused("same_expert", _("This expert has the case already."), "expert")
    _refuse_not_free(expert, case, actor.today)
    before = case.expert.code if case.expert else None
    case.expert = expert
    case.save(update_fields=["expert"])
    record(actor, "expert.assigned", ("case", case.ref), {"expert": expert.code, "before": before})
    return case


def _refuse_not_free(expert: Expert, case: Case, day: date) -> None:
    said = {
        "contract": ("no_contract", _("This expert has no contract today.")),
        "absent": ("expert_absent", _("This expert is absent today.")),
        "conflict": (
            "expert_conflict",
            _("This expert has declared a conflict of interest with this firm."),
        ),
    }
    if why := why_not_free(expert, case.firm, day):
        rule, message = said[why]
        raise Refused(rule, message, "expert")


def policy_version(version: ServiceVersion) -> str:
    """What the journal calls a version: the service and the first day in force."""
    return f"{version.service.code}@{version.in_force_from.isoformat()}"


def _case_of(need: Need) -> Case | None:
    """The case of a need, if any; the need is held, so that nobody else opens one meanwhile."""
    hold(Need.objects).get(pk=need.pk)
    return Case.objects.filter(need=need).first()


def _begin(
    actor: Actor,
    offered: Service,
    firm: Firm,
    office: Office,
    *,
    application: Application | None = None,
    need: Need | None = None,
    expert: Expert | None = None,
) -> Case:
    refuse_new_work(firm)
    version = version_in_force(offered, actor.today)
    if version is None:
        raise Refused("no_version", _("No version of this service is in force today."))
    case = Case.objects.create(
        ref=next_reference("C", actor),
        firm=firm,
        office=office,
        service=offered,
        version=version,
        application=application,
        need=need,
        expert=expert,
        staff=_staff_in_charge(office, application, need, actor.today),
        started_on=actor.today,
        planned_end_on=add_months(actor.today, version.planned_months) - ONE_DAY,
    )
    _plan_stages(case)
    return case


def _plan_stages(case: Case) -> None:
    """Stages follow each other without a gap, each as many calendar months long as its definition says."""
    months = 0
    for index, definition in enumerate(case.version.stages.order_by("order")):
        planned_from = add_months(case.started_on, months)
        months += definition.planned_months
        Stage.objects.create(
            case=case,
            definition=definition,
            order=definition.order,
            planned_from=planned_from,
            planned_to=max(planned_from, add_months(case.started_on, months) - ONE_DAY),
            started_on=None if index else case.started_on,
        )


def _record_opened(actor: Actor, case: Case, payload: dict[str, object]) -> None:
    record(
        actor,
        "case.opened",
        ("case", case.ref),
        {"service": case.service.code, "firm": case.firm.ref, **payload},
        policy_version=policy_version(case.version),
    )


def _staff_in_charge(
    office: Office, application: Application | None, need: Need | None, day: date
) -> User | None:
    """Who recorded the firm's question, if still there; else who at the office has the fewest open cases."""
    here = User.objects.filter(
        Q(assignments__valid_to__isnull=True) | Q(assignments__valid_to__gte=day),
        is_active=True,
        assignments__role=Role.OFFICE_STAFF,
        assignments__office=office,
        assignments__valid_from__lte=day,
    ).distinct()
    consultation = need.consultation if need else application.consultation if application else None
    if consultation is not None and here.filter(pk=consultation.recorded_by_id).exists():
        return consultation.recorded_by
    open_cases = Count("cases", filter=~Q(cases__state=CaseState.ENDED), distinct=True)
    return here.annotate(open_cases=open_cases).order_by("open_cases", "pk").first()
