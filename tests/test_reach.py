"""How far a role reaches: on every route with a row, one outside is not found, one inside is shown."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.permissions import TABLE, Scope
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import (
    Case,
    CaseState,
    CatchUp,
    ECProof,
    ExportGoal,
    ExportResult,
    FollowUp,
    GateReview,
    OwnEffort,
    RootCause,
    StagePlan,
)
from banso.apps.directory.models import (
    AccessRequest,
    ConflictOfInterest,
    Contact,
    Expert,
    ExpertAbsence,
    Firm,
    Office,
)
from banso.apps.documents.models import Document
from banso.apps.intake.models import OUTSIDE, Consultation, Need, Proposal, ProposalState
from banso.apps.journal.actor import Actor
from banso.apps.matching.models import PlannedPair
from banso.apps.notices.models import Meeting, Task
from banso.apps.policies.models import PolicyVersion
from banso.apps.policies.services import copy_version
from banso.apps.privacy.models import PersonRequest, Stop
from banso.apps.selection.models import Application, ApplicationState, Determination, SecondLook
from support import people
from support.build import MOMENT
from support.reach import Rows, Ties
from tests.apps.accounts.reach import ROWS as ACCOUNTS
from tests.apps.behalf.reach import ROWS as BEHALF
from tests.apps.buyers.reach import ROWS as BUYERS
from tests.apps.corrections.reach import ROWS as CORRECTIONS
from tests.apps.fees.reach import ROWS as FEES
from tests.apps.fees.reach import make_rows
from tests.apps.inquiries.reach import ROWS as INQUIRIES
from tests.apps.inquiries.reach import make_files, make_samples_and_reports
from tests.apps.malls.reach import ROWS as MALLS
from tests.apps.meetings.reach import ROWS as ONLINE_MEETINGS
from tests.apps.new_exporters.reach import ROWS as NEW_EXPORTERS
from tests.apps.orders.reach import ROWS as ORDERS
from tests.apps.privacy.reach import ROWS as PRIVACY
from tests.apps.products.reach import ROWS as PRODUCTS
from tests.apps.products.reach import make_products
from tests.apps.providers.reach import ROWS as PROVIDERS
from tests.apps.sales.reach import ROWS as SALES
from tests.apps.sales.reach import make_listings
from tests.apps.street.reach import ROWS as STREET
from tests.apps.surveys.reach import ROWS as SURVEYS
from tests.apps.surveys.reach import make_units
from tests.apps.transfers.reach import ROWS as TRANSFERS
from tests.test_permissions import GUARDED


def experts_of(firm: Firm) -> set[int]:
    """Experts of the firm's cases."""
    cases = firm.cases.select_related("expert").order_by("pk")
    return {case.expert.user_id for case in cases if case.expert}


def of_firm(firm: Firm) -> Ties:
    asked = Proposal.objects.filter(need__consultation__firm=firm).order_by("pk")
    experts = {proposal.expert.user_id for proposal in asked if proposal.expert}
    return Ties(firm.pk, firm.office_id, experts_of(firm) | experts, bodies_of(firm))


def bodies_of(firm: Firm) -> set[int]:
    return set(firm.consultations.order_by("pk").values_list("partner_body", flat=True)) - {None}


def of_contact(contact: Contact) -> Ties:
    return of_contacts(contact.firm)


def of_contacts(firm: Firm) -> Ties:
    """Details of a firm's contacts: for experts of its cases, not for those who were only asked."""
    return Ties(firm.pk, firm.office_id, experts_of(firm))


def of_consultation(consultation: Consultation) -> Ties:
    proposals = Proposal.objects.filter(need__consultation=consultation).order_by("pk")
    experts = {proposal.expert.user_id for proposal in proposals if proposal.expert}
    body = consultation.partner_body_id
    return Ties(consultation.firm_id, consultation.office_id, experts, {body} if body else set())


def of_proposal(proposal: Proposal) -> Ties:
    """Of its sender: the office of the consultation."""
    expert = {proposal.expert.user_id} if proposal.expert else set()
    return Ties(None, proposal.need.consultation.office_id, expert)


def of_received(proposal: Proposal) -> Ties:
    """Of its receiver: an expert, the office of a colleague or another office, a partner body."""
    expert = {proposal.expert.user_id} if proposal.expert else set()
    body = {proposal.partner_body_id} if proposal.partner_body_id else set()
    return Ties(None, proposal.office_id or 0, expert, body)


def of_application(application: Application) -> Ties:
    return Ties(application.firm_id, application.office_id, set(), bodies_of(application.firm))


def of_case(case: Case) -> Ties:
    expert = {case.expert.user_id} if case.expert else set()
    return Ties(case.firm_id, case.office_id, expert, bodies_of(case.firm))


def of_catch_up(row: CatchUp) -> Ties:
    return Ties(row.firm_id, row.office_id)


def of_access_request(asked: AccessRequest) -> Ties:
    return Ties(None, asked.firm.office_id)


def of_expert(expert: Expert) -> Ties:
    return Ties(None, expert.office_id, {expert.user_id})


def of_version(right: str) -> Callable[[PolicyVersion], Ties]:
    """Programme managers who hold a right to the family of a version."""

    def ties(version: PolicyVersion) -> Ties:
        held = version.family.stewards.filter(right=right, ended_on__isnull=True)
        return Ties(None, version.family.pk, set(held.order_by("pk").values_list("user", flat=True)))

    return ties


def of_meeting(meeting: Meeting) -> Ties:
    invited = meeting.participants.filter(user__isnull=False).order_by("pk")
    return Ties(meeting.firm_id, meeting.office_id, {participant.user_id for participant in invited})


def of_task(task: Task) -> Ties:
    return Ties(None, task.office_id, {task.assignee_id, task.noted_by_id} - {None})


def by_ref(find, ties):
    return Rows(find, ties, lambda row: [row.ref])


def firms():
    return Firm.objects.order_by("pk")


def contacts():
    return Contact.objects.filter(erased_at__isnull=True).order_by("pk")


def consultations():
    return Consultation.objects.order_by("pk")


def needs():
    return Need.objects.order_by("pk")


def proposals(*states, **kept):
    def find():
        found = Proposal.objects.filter(**kept).order_by("pk")
        return found.filter(state__in=states) if states else found

    return find


def applications(*states):
    def find():
        found = Application.objects.order_by("pk")
        return found.filter(state__in=states) if states else found

    return find


def cases(**kept):
    return lambda: Case.objects.filter(**kept).order_by("pk")


def documents():
    """Documents of cases, and some that were uploaded within the day."""
    return Document.objects.filter(subject_kind="case").order_by("-uploaded_at", "pk")


def of_document(document: Document) -> Ties:
    """Who has to do with the case, as far as the document is marked for them."""
    ties = of_case(Case.objects.get(ref=document.subject_ref))
    return Ties(
        ties.firm if document.visible_to_firm else None,
        ties.office,
        ties.experts if document.visible_to_expert or document.uploaded_by_id in ties.experts else set(),
    )


def of_own_document(document: Document) -> Ties:
    """As of a document; but an expert takes back what was uploaded in person and within the day."""
    ties = of_case(Case.objects.get(ref=document.subject_ref))
    by = {document.uploaded_by_id} if document.uploaded_at == MOMENT else set()
    return Ties(ties.firm if by & _members(document.firm) else None, ties.office, by & ties.experts)


def _members(firm: Firm) -> set[int]:
    held = RoleAssignment.objects.filter(role=Role.FIRM_MEMBER, firm=firm)
    return set(held.order_by("pk").values_list("user", flat=True))


def by_code(right, state, *more, post=False):
    """Policy versions in a state, reached by a right to their family."""
    return Rows(
        lambda: PolicyVersion.objects.filter(state=state, in_force_to=None).order_by("pk"),
        of_version(right),
        lambda version: [version.code, *more],
        post,
    )


ACTIVE = cases(state=CaseState.ACTIVE)
CLOSED = (ProposalState.NOT_MY_FIELD, ProposalState.NO_HELP, ProposalState.NOT_REACHABLE)
WITH_CONTACT = Rows(contacts, of_contact, lambda contact: [contact.firm.ref, contact.pk])
OF_NEED = Rows(
    needs, lambda need: of_consultation(need.consultation), lambda need: [need.consultation.ref, need.pk]
)

MEETINGS = Rows(lambda: Meeting.objects.order_by("pk"), of_meeting, lambda meeting: [meeting.pk])

OF_REVISION = Rows(
    lambda: ExportGoal.objects.filter(version=2).order_by("pk"),
    lambda goal: of_case(goal.case),
    lambda goal: [goal.case.ref, goal.version],
)


def of_result(kept):
    return Rows(
        lambda: ExportResult.objects.filter(**kept).order_by("pk"),
        lambda result: of_case(result.case),
        lambda result: [result.case.ref, result.pk],
    )


OF_RESULT = of_result({})
UNCONFIRMED = of_result({"confirmed_at__isnull": True})


def of_several():
    """Cases with several exports."""
    counted = Case.objects.annotate(n=Count("results")).filter(n__gt=1)
    return counted.order_by().values("pk")


OF_REVIEW = Rows(
    lambda: GateReview.objects.order_by("pk"),
    lambda review: of_case(review.stage.case),
    lambda review: [review.stage.case.ref, review.pk],
)
OF_CAUSE = Rows(
    lambda: RootCause.objects.order_by("pk"),
    lambda cause: of_case(cause.case),
    lambda cause: [cause.case.ref, cause.pk],
)
OF_DOCUMENT = Rows(
    lambda: StagePlan.objects.order_by("pk"),
    lambda plan: of_case(plan.case),
    lambda plan: [plan.case.ref, plan.kind],
)
OF_SENT = Rows(proposals(), of_proposal, lambda row: [row.need.consultation.ref, row.pk])
OF_RECORDED = Rows(
    proposals(receiver__in=OUTSIDE), of_proposal, lambda row: [row.need.consultation.ref, row.pk]
)
OF_RECEIVED = Rows(proposals(), of_received, lambda row: [row.pk])

PAIRS_OF_PLANS = Rows(
    lambda: PlannedPair.objects.order_by("pk"),
    lambda pair: Ties(None, pair.office_id),
    lambda pair: [pair.pk],
)
NEEDS_BY_KEY = Rows(needs, lambda need: of_consultation(need.consultation), lambda need: [need.pk])
OF_EXPERT = Rows(lambda: Expert.objects.order_by("pk"), of_expert, lambda expert: [expert.code])


def of_experts(rows):
    """Rows that an expert has: absences, conflicts of interest."""
    return Rows(
        lambda: rows().order_by("pk"),
        lambda row: of_expert(row.expert),
        lambda row: [row.expert.code, row.pk],
    )


ROWS = {
    **ACCOUNTS,
    **BEHALF,
    **BUYERS,
    **CORRECTIONS,
    **FEES,
    **INQUIRIES,
    **MALLS,
    **ONLINE_MEETINGS,
    **ORDERS,
    **NEW_EXPORTERS,
    **PRIVACY,
    **PRODUCTS,
    **PROVIDERS,
    **STREET,
    **SALES,
    **SURVEYS,
    **TRANSFERS,
    "matching:need": NEEDS_BY_KEY,
    "matching:need_all": NEEDS_BY_KEY,
    "matching:need_choose": Rows(
        needs, lambda need: of_consultation(need.consultation), lambda need: [need.pk, "E001"]
    ),
    "matching:case": by_ref(ACTIVE, of_case),
    "matching:case_all": by_ref(ACTIVE, of_case),
    "matching:case_choose": Rows(ACTIVE, of_case, lambda case: [case.ref, "E001"]),
    "matching:pair": PAIRS_OF_PLANS,
    "matching:pair_confirm": PAIRS_OF_PLANS,
    "matching:pair_change": PAIRS_OF_PLANS,
    "matching:pair_drop": PAIRS_OF_PLANS,
    "directory:expert_conditions": OF_EXPERT,
    "directory:absence_note": OF_EXPERT,
    "directory:absence_take_back": of_experts(lambda: ExpertAbsence.objects.all()),
    "directory:conflict_declare": OF_EXPERT,
    "directory:conflict_end": of_experts(lambda: ConflictOfInterest.objects.all()),
    "notices:task": Rows(lambda: Task.objects.order_by("pk"), of_task, lambda task: [task.pk]),
    "notices:task_note_about": Rows(ACTIVE, of_case, lambda case: ["case", case.ref]),
    "notices:meeting_plan": Rows(ACTIVE, of_case, lambda case: ["case", case.ref]),
    "notices:meeting": MEETINGS,
    "notices:meeting_move": MEETINGS,
    "notices:meeting_cancel": MEETINGS,
    "directory:firm": by_ref(firms, of_firm),
    "directory:firm_edit": by_ref(firms, of_firm),
    "directory:contacts": Rows(firms, of_contacts, lambda firm: [firm.ref], post=True),
    "directory:contact_add": by_ref(firms, of_firm),
    "directory:contact_edit": WITH_CONTACT,
    "directory:contact_main": WITH_CONTACT,
    "directory:contact_remove": WITH_CONTACT,
    "directory:people": by_ref(firms, of_firm),
    "directory:contact_erase": WITH_CONTACT,
    "directory:access_decide": Rows(
        lambda: AccessRequest.objects.order_by("pk"), of_access_request, lambda asked: [asked.pk]
    ),
    "directory:expert": Rows(lambda: Expert.objects.order_by("pk"), of_expert, lambda expert: [expert.code]),
    "intake:consultation": by_ref(consultations, of_consultation),
    "intake:need_take_out": by_ref(consultations, of_consultation),
    "intake:need_answer": OF_NEED,
    "intake:propose": OF_NEED,
    "intake:need_pause": OF_NEED,
    "intake:need_resume": OF_NEED,
    "intake:need_abandon": OF_NEED,
    "intake:need_take_up": OF_NEED,
    "intake:office_withdraw": OF_SENT,
    "intake:office_send_again": OF_SENT,
    "intake:office_reopen": OF_SENT,
    "intake:office_take": OF_RECORDED,
    "intake:office_refuse": OF_RECORDED,
    "intake:office_settle": OF_RECORDED,
    "intake:proposal": OF_RECEIVED,
    "intake:proposal_contacts": Rows(proposals(), of_received, lambda row: [row.pk], post=True),
    "intake:proposal_take": OF_RECEIVED,
    "intake:proposal_refuse": OF_RECEIVED,
    "intake:proposal_settle": OF_RECEIVED,
    "intake:proposal_reopen": OF_RECEIVED,
    "selection:application": by_ref(applications(), of_application),
    "selection:application_edit": by_ref(applications(ApplicationState.DRAFT), of_application),
    "selection:application_submit": by_ref(applications(ApplicationState.DRAFT), of_application),
    "selection:application_withdraw": by_ref(applications(ApplicationState.SUBMITTED), of_application),
    "selection:look_again": Rows(
        lambda: SecondLook.objects.order_by("pk"),
        lambda look: Ties(None, look.determination.application.office_id, {look.assigned_to_id}),
        lambda look: [look.pk],
    ),
    "casework:case": by_ref(cases(), of_case),
    "casework:case_as_firm": by_ref(cases(), of_case),
    "casework:case_workbook": by_ref(cases(), of_case),
    "casework:activity_log": by_ref(ACTIVE, of_case),
    "casework:result_record": by_ref(ACTIVE, of_case),
    "casework:result_confirm": UNCONFIRMED,
    "casework:result_prove": OF_RESULT,
    "casework:result_paper": OF_RESULT,
    "casework:result_settle": OF_RESULT,
    "casework:result_unmark": OF_RESULT,
    "casework:result_compare": Rows(
        lambda: ExportResult.objects.filter(case__in=of_several()).order_by("pk"),
        lambda result: of_case(result.case),
        lambda result: [
            result.case.ref,
            result.pk,
            result.case.results.exclude(pk=result.pk).order_by("pk").first().pk,
        ],
    ),
    "casework:confirmation_ask": by_ref(ACTIVE, of_case),
    "casework:effort_add": by_ref(ACTIVE, of_case),
    "casework:goal_weigh": Rows(firms, of_firm, lambda firm: [firm.ref], post=True),
    "casework:goal_revise": by_ref(ACTIVE, of_case),
    "casework:goal_agree": OF_REVISION,
    "casework:goal_drop": OF_REVISION,
    "casework:plan": OF_DOCUMENT,
    "casework:plan_compare": OF_DOCUMENT,
    "casework:plan_xlsx": OF_DOCUMENT,
    "casework:plan_write": OF_DOCUMENT,
    "casework:plan_send": OF_DOCUMENT,
    "casework:plan_agree": OF_DOCUMENT,
    "casework:plan_paper": OF_DOCUMENT,
    "casework:effort_done": Rows(
        lambda: OwnEffort.objects.filter(case__state=CaseState.ACTIVE).order_by("pk"),
        lambda effort: of_case(effort.case),
        lambda effort: [effort.case.ref, effort.pk],
    ),
    "casework:gate_decide": by_ref(cases(state=CaseState.ACTIVE, service__code="hands_on"), of_case),
    "casework:case_resume": by_ref(cases(state=CaseState.PAUSED), of_case),
    "casework:gate_agree": OF_REVIEW,
    "casework:gate_reply": OF_REVIEW,
    "casework:gate_settle": OF_REVIEW,
    "casework:gate_remedy": OF_REVIEW,
    "casework:ec_prove": by_ref(firms, of_firm),
    "casework:ec_proof_withdraw": Rows(
        lambda: ECProof.objects.order_by("pk"), lambda proof: of_firm(proof.firm), lambda proof: [proof.pk]
    ),
    "casework:cause_note": by_ref(ACTIVE, of_case),
    "casework:cause_solve": OF_CAUSE,
    "casework:cause_reopen": OF_CAUSE,
    "casework:expert_assign": by_ref(ACTIVE, of_case),
    "casework:support_end": by_ref(ACTIVE, of_case),
    "casework:follow_up": Rows(
        lambda: FollowUp.objects.filter(done_on__isnull=True, due_on__lte="2026-03-10").order_by("pk"),
        lambda row: of_case(row.case),
        lambda row: [row.pk],
    ),
    **{
        name: Rows(
            lambda: FollowUp.objects.filter(done_on__isnull=True, due_on__lte="2026-03-10").order_by("pk"),
            lambda row: of_case(row.case),
            lambda row: [row.pk],
        )
        for name in (
            "casework:follow_up_ask",
            "casework:follow_up_attempt",
            "casework:follow_up_unreached",
        )
    },
    **{
        name: Rows(
            lambda: CatchUp.objects.filter(done_on__isnull=True).order_by("pk"),
            of_catch_up,
            lambda row: [row.pk],
        )
        for name in (
            "casework:catch_up",
            "casework:catch_up_ask",
            "casework:catch_up_attempt",
            "casework:catch_up_unreached",
        )
    },
    "casework:catch_up_capacity": Rows(
        lambda: Office.objects.order_by("pk"),
        lambda office: Ties(None, office.pk),
        lambda office: [office.code],
    ),
    "documents:download": by_ref(documents, of_document),
    "documents:change": by_ref(documents, of_document),
    "documents:replace": by_ref(documents, of_document),
    "documents:remove": by_ref(documents, of_own_document),
    "documents:upload": Rows(cases(), of_case, lambda case: ["case", case.ref]),
    "documents:firm_documents": by_ref(firms, of_firm),
    "policies:copy": by_code("edit", "draft"),
    "policies:head": by_code("edit", "draft"),
    "policies:send": by_code("edit", "draft"),
    "policies:discard": by_code("edit", "draft"),
    "policies:upload": by_code("edit", "draft"),
    "policies:check": by_code("edit", "draft", "screening", post=True),
    "policies:save": by_code("edit", "draft", "screening", post=True),
    "policies:approve": by_code("approve", "checked"),
    "policies:publish": by_code("approve", "approved"),
    "policies:end": by_code("approve", "published"),
    "policies:move": Rows(
        lambda: PolicyVersion.objects.filter(state="published").order_by("pk"),
        of_version("approve"),
        lambda version: [version.code, applications()().first().ref],
    ),
}


def scoped_roles(route):
    return {role for role, scope in TABLE[route.action].items() if scope is not Scope.ALL}


ROUTES = [route for route in GUARDED if route.parameters and scoped_roles(route)]
PAIRS = [(route.name, role.value) for route in ROUTES for role in sorted(scoped_roles(route))]


def test_every_route_with_a_row_in_reach_of_some_is_tried_here():
    assert {route.name for route in ROUTES} == set(ROWS)


@cache
def below(office: int) -> set[int]:
    """An office and all below it."""
    found = {office}
    while (
        more := set(Office.objects.filter(parent__in=found).order_by("pk").values_list("pk", flat=True))
        - found
    ):
        found |= more
    return found


def reaches(held: RoleAssignment, scope: Scope, ties: Ties) -> bool:
    if scope is Scope.OWN_FIRM:
        return ties.firm == held.firm_id
    if scope is Scope.OWN_OFFICE:
        return ties.office == held.office_id
    if scope is Scope.OFFICES_BELOW:
        return ties.office in below(held.office_id)
    if scope is Scope.OWN_MALL:
        return ties.mall == held.mall_id
    if held.role == Role.PARTNER_MEMBER:
        return held.partner_body_id in ties.bodies
    return held.user_id in ties.experts


@pytest.fixture
def whole_portfolio(portfolio):
    """The portfolio, and in two offices what it may lack: drafts, paused cases, requests for access."""
    make_rows()
    make_products()
    make_listings()
    make_units()
    make_files()
    make_samples_and_reports()
    _in_two_offices(applications(), state=ApplicationState.DRAFT)
    _in_two_offices(cases(service__code="hands_on", state=CaseState.ACTIVE), state=CaseState.PAUSED)
    decider = people.example("decider")
    for determination in Determination.objects.filter(second_look=None).order_by("pk")[:2]:
        SecondLook.objects.create(determination=determination, assigned_to=decider)
    asking = User.objects.create_user("asking@test.invalid", name="頼 太郎")
    own = people.example("office_staff").assignments.get().office
    for firms_of_office in (Firm.objects.filter(office=own), Firm.objects.exclude(office__in=below(own.pk))):
        firm = (
            firms_of_office.filter(contacts__erased_at=None, contacts__personrequests=None)
            .order_by("pk")
            .first()
        )
        AccessRequest.objects.create(firm=firm, user=asking, asked_at="2026-03-01T09:00:00+09:00")
        paper = Document.objects.create(
            ref=f"D-T-{firm.pk}", firm=firm, subject_kind="firm", subject_ref=firm.ref, kind="other",
            stored_name=f"t-{firm.pk}", size=1, sha256="0" * 64, uploaded_at="2026-03-01T09:00:00+09:00",
        )  # fmt: skip
        ECProof.objects.create(
            firm=firm, kind="dom", since="2025-01-01", document=paper, looked_on="2026-03-02"
        )
        contact = firm.contacts.filter(erased_at__isnull=True).order_by("pk").first()
        asked = PersonRequest.objects.create(
            ref=f"R-{firm.ref}",
            contact=contact,
            office=firm.office,
            kind="stop",
            way="letter",
            received_on="2026-03-01",
            due_on="2026-03-31",
            recorded_at=MOMENT,
        )
        Stop.objects.create(contact=contact, request=asked, since=MOMENT)
    for kind in ("photo", "strategy"):
        uploaded = Document.objects.filter(kind=kind).order_by("-uploaded_at", "pk").first()
        Document.objects.filter(pk=uploaded.pk).update(uploaded_at=MOMENT)
    draft = PolicyVersion.objects.get(code="potential_priority")
    editor = Actor(people.example("programme_manager").pk, "programme_manager", MOMENT)
    for state in ("checked", "approved"):
        copy = copy_version(editor, draft, code=state, title_ja="写し", title_en="Copy")
        PolicyVersion.objects.filter(pk=copy.pk).update(state=state)
    for read_once in (below, _read, _holders):
        read_once.cache_clear()


@cache
def _read(find: Callable[[], Iterable[Any]]) -> list[Any]:
    """The rows that many routes ask for alike, read once a walk."""
    return list(find())


@cache
def _holders(role: str) -> list[RoleAssignment]:
    held = RoleAssignment.objects.filter(role=role, valid_to__isnull=True, user__is_active=True)
    return list(held.select_related("user").order_by("pk"))


def _in_two_offices(find, **changes):
    """Change the last of these rows in each of two offices."""
    last = {row.office_id: row for row in find()}
    for row in [last[office] for office in sorted(last)][:2]:
        type(row).objects.filter(pk=row.pk).update(**changes)


@pytest.mark.usefixtures("whole_portfolio")
@pytest.mark.parametrize(
    "role",
    [
        # Who opens most pages opens them on both kinds of database.
        pytest.param(role, marks=pytest.mark.both_databases) if role == "office_manager" else role
        for role in sorted({role for _name, role in PAIRS})
    ],
)
def test_a_row_outside_is_not_found_and_a_row_inside_is(role, client_as):
    wrong, without, clients = [], [], {}
    for route in (route for route in ROUTES if Role(role) in scoped_roles(route)):
        rows, scope = ROWS[route.name], TABLE[route.action][Role(role)]
        for inside in (True, False):
            found = holder_and_row(rows, scope, role, inside)
            if found is None:
                without.append((route.name, inside))
                continue
            user, row = found
            url = reverse(route.name, args=rows.key(row))
            client = clients.get(user) or clients.setdefault(user, client_as(role, user=user))
            # Rows are read once a walk: what one request did is undone before the next.
            with transaction.atomic():
                response = (client.post if rows.post else client.get)(url)
                # A file is closed once it was read.
                if response.streaming:
                    list(response)
                transaction.set_rollback(True)
            status = response.status_code
            # 409: the row was reached; what was sent, nothing, was refused.
            if status not in ((200, 302, 409) if inside else (404,)):
                wrong.append((url, user.pk, scope.value, "inside" if inside else "outside", status))
    assert wrong == []
    assert without == []


def holder_and_row(rows: Rows, scope: Scope, role: str, inside: bool) -> tuple[User, Any] | None:
    """A holder of the role and a row inside (or outside) the holder's reach, if there is such a pair."""
    for row in _read(rows.find):
        ties = rows.ties(row)
        holder = next((held for held in _holders(role) if reaches(held, scope, ties) is inside), None)
        if holder:
            return holder.user, row
    return None
