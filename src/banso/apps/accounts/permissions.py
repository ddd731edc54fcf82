"""The one table of who may do what, to which rows. What is not in it is denied."""

from __future__ import annotations

from enum import Enum, StrEnum

from banso.apps.accounts.roles import Role


class Scope(Enum):
    """Which rows an action reaches."""

    OWN_FIRM = "own firm"
    OWN_OFFICE = "own office"
    OFFICES_BELOW = "own office and offices below"
    OWN_MALL = "own mall"
    ASSIGNED = "assigned to the person"
    ALL = "all"


class Action(StrEnum):
    """What can be done. The part before the dot is the room."""

    TODAY = "today.view"

    FIRM_REGISTER = "directory.firm_register"
    FIRM_VIEW = "directory.firm_view"
    FIRM_EDIT = "directory.firm_edit"
    CONTACT_VIEW = "directory.contact_view"
    CONTACT_ERASE = "directory.contact_erase"
    FIRM_ACCESS_ASK = "directory.firm_access_ask"
    FIRM_ACCESS_DECIDE = "directory.firm_access_decide"
    OFFICE_VIEW = "directory.office_view"
    EXPERT_VIEW = "directory.expert_view"
    EXPERT_KEEP = "directory.expert_keep"
    EXPERT_CONDITIONS = "directory.expert_conditions"
    OUTSIDE_VIEW = "directory.outside_view"
    OUTSIDE_MANAGE = "directory.outside_manage"

    DOCUMENT_VIEW = "documents.document_view"
    DOCUMENT_UPLOAD = "documents.document_upload"
    DOCUMENT_CHANGE = "documents.document_change"
    DOCUMENT_REMOVE = "documents.document_remove"

    CONSULTATION_VIEW = "intake.consultation_view"
    CONSULTATION_ASK = "intake.consultation_ask"
    NEED_TAKE_OUT = "intake.need_take_out"
    NEED_ANSWER = "intake.need_answer"
    PROPOSAL_SEND = "intake.proposal_send"
    PROPOSAL_REPLY = "intake.proposal_reply"
    PROPOSAL_RECORD = "intake.proposal_record"
    NEED_PAUSE = "intake.need_pause"
    NEED_ABANDON = "intake.need_abandon"
    REASON_MANAGE = "intake.reason_manage"
    MEANING_KEEP = "catalogue.meaning_keep"

    BUYER_VIEW = "buyers.buyer_view"
    BUYER_INVITE = "buyers.buyer_invite"
    BUYER_MANAGE = "buyers.buyer_manage"
    DEMAND_VIEW = "buyers.demand_view"
    STREET_VIEW = "street.street_view"

    INQUIRY_VIEW = "inquiries.inquiry_view"
    INQUIRY_ANSWER = "inquiries.inquiry_answer"
    INQUIRY_STEP_IN = "inquiries.inquiry_step_in"
    INQUIRY_CLOSE = "inquiries.inquiry_close"
    TEMPLATE_KEEP = "inquiries.template_keep"
    REPORT_DECIDE = "inquiries.report_decide"

    MEET_LIST = "meetings.meet_list"
    MEET_VIEW = "meetings.meet_view"
    MEET_ARRANGE = "meetings.meet_arrange"
    MEET_CANCEL = "meetings.meet_cancel"
    MEET_REPORT = "meetings.meet_report"

    ORDER_VIEW = "orders.order_view"
    ORDER_REPORT = "orders.order_report"
    ORDER_CONFIRM = "orders.order_confirm"
    ORDER_SETTLE = "orders.order_settle"

    PROVIDER_VIEW = "providers.provider_view"
    PROVIDER_FOR_NEED = "providers.provider_for_need"
    LISTING_VIEW = "providers.listing_view"
    LISTING_ENTER = "providers.listing_enter"
    LISTING_REVIEW = "providers.listing_review"
    REFERRAL_SEND = "providers.referral_send"
    REFERRAL_VIEW = "providers.referral_view"
    REFERRAL_REPORT = "providers.referral_report"
    REFERRAL_WORK = "providers.referral_work"
    OVERLAP_VIEW = "fees.overlap_view"

    REGISTRATION_VIEW = "new_exporters.registration_view"
    REGISTRATION_WORK = "new_exporters.registration_work"

    APPLICATION_VIEW = "selection.application_view"
    APPLICATION_WRITE = "selection.application_write"
    APPLICATION_SCREEN = "selection.application_screen"
    APPLICATION_DETERMINE = "selection.application_determine"
    SECOND_LOOK = "selection.second_look"
    LOOK_ASSIGN = "selection.look_assign"
    ROUND_VIEW = "selection.round_view"
    ROUND_EDIT = "selection.round_edit"
    LOT_VIEW = "selection.lot_view"

    CASE_VIEW = "casework.case_view"
    ACTIVITY_LOG = "casework.activity_log"
    RESULT_RECORD = "casework.result_record"
    RESULT_CONFIRM = "casework.result_confirm"
    RESULT_VIEW = "casework.result_view"
    RESULT_ASK = "casework.result_ask"
    RESULT_PROVE = "casework.result_prove"
    RESULT_SETTLE = "casework.result_settle"
    EFFORT_RECORD = "casework.effort_record"
    GOAL_WEIGH = "casework.goal_weigh"
    GOAL_REVISE = "casework.goal_revise"
    PLAN_WRITE = "casework.plan_write"
    PLAN_AGREE = "casework.plan_agree"
    PLAN_ACCEPT = "casework.plan_accept"
    GATE_DECIDE = "casework.gate_decide"
    GATE_VIEW = "casework.gate_view"
    GATE_AGREE = "casework.gate_agree"
    GATE_REPLY = "casework.gate_reply"
    CAUSE_NOTE = "casework.cause_note"
    EC_RECORD_PROVE = "casework.ec_record_prove"
    EXPERT_ASSIGN = "casework.expert_assign"
    SUPPORT_END = "casework.support_end"
    FOLLOW_UP_RECORD = "casework.follow_up_record"
    FOLLOW_UP_COVERAGE = "casework.follow_up_coverage"
    CATCH_UP_PLAN = "casework.catch_up_plan"

    PLAN_VIEW = "matching.plan_view"
    PLAN_DECIDE = "matching.plan_decide"
    LOAD_VIEW = "matching.load_view"
    OWN_WEEK = "matching.own_week"

    FIRM_CLOSE = "transfers.firm_close"
    FIRM_MERGE = "transfers.firm_merge"
    WORK_TRANSFER = "transfers.work_transfer"

    CORRECT = "corrections.correct"
    CORRECTION_VIEW = "corrections.correction_view"

    ENTRY_CONFIRM = "behalf.entry_confirm"
    ENTRY_ASK = "behalf.entry_ask"

    YEAR_VIEW = "years.year_view"
    YEAR_MANAGE = "years.year_manage"
    OFFICE_YEAR_VIEW = "years.office_year_view"

    PERSON_REQUEST_VIEW = "privacy.request_view"
    PERSON_REQUEST_RECORD = "privacy.request_record"
    PERSON_REQUEST_DECIDE = "privacy.request_decide"
    RETENTION_VIEW = "privacy.retention_view"
    OWN_DATA = "privacy.own_data"

    BULK_IMPORT = "imports.bulk_import"

    POLICY_VIEW = "policies.policy_view"
    POLICY_EDIT = "policies.policy_edit"
    POLICY_APPROVE = "policies.policy_approve"
    POLICY_STEWARD = "policies.policy_steward"
    POLICY_MIGRATE = "policies.policy_migrate"

    NOTICE_VIEW = "notices.notice_view"
    TASK_WRITE = "notices.task_write"
    MEETING_VIEW = "notices.meeting_view"
    MEETING_PLAN = "notices.meeting_plan"
    LETTER_VIEW = "notices.letter_view"

    MALL_VIEW = "channels.mall_view"

    PRODUCT_VIEW = "products.product_view"
    PRODUCT_WRITE = "products.product_write"
    PRODUCT_REVIEW = "products.product_review"
    PRODUCT_STOP = "products.product_stop"
    PRODUCT_WITHDRAW = "products.product_withdraw"

    OFFER_VIEW = "sales.offer_view"
    OFFER_MAKE = "sales.offer_make"
    OFFER_ANSWER = "sales.offer_answer"
    OFFER_END = "sales.offer_end"
    STOCK_VIEW = "sales.stock_view"
    STOCK_TELL = "sales.stock_tell"
    SALE_VIEW = "sales.sale_view"
    SALE_IMPORT = "sales.sale_import"
    SALE_SEND = "sales.sale_send"
    MALL_COST = "sales.mall_cost"
    TERMS_WRITE = "sales.terms_write"
    DUE_VIEW = "sales.due_view"
    PAYOUT_MARK = "sales.payout_mark"
    PAYOUT_MISSING = "sales.payout_missing"
    CAMPAIGN_VIEW = "sales.campaign_view"
    CAMPAIGN_OFFER = "sales.campaign_offer"
    CAMPAIGN_WRITE = "sales.campaign_write"

    OPERATOR_MANAGE = "malls.operator_manage"
    MALL_CLOSE = "malls.mall_close"
    MALL_ENTRY = "malls.mall_entry"
    MALL_DIRECTORY = "malls.mall_directory"
    DESK_VIEW = "malls.desk_view"
    DESK_WORK = "malls.desk_work"

    WAVE_VIEW = "surveys.wave_view"
    WAVE_PLAN = "surveys.wave_plan"
    FORM_VIEW = "surveys.form_view"
    FORM_KEEP = "surveys.form_keep"
    ANSWER_VIEW = "surveys.answer_view"
    ANSWER_IMPORT = "surveys.answer_import"
    TABLE_VIEW = "surveys.table_view"
    TABLE_SAVE = "surveys.table_save"
    RELEASE_VIEW = "surveys.release_view"
    RELEASE_PREPARE = "surveys.release_prepare"
    RELEASE_PUBLISH = "surveys.release_publish"
    OFFICE_REPORT_VIEW = "surveys.office_report_view"
    OFFICE_REPORT_CONFIRM = "surveys.office_report_confirm"
    ANSWER_TYPE = "surveys.answer_type"
    QUESTIONNAIRE_ANSWER = "surveys.questionnaire_answer"

    SNAPSHOT_VIEW = "snapshots.snapshot_view"
    SNAPSHOT_TAKE = "snapshots.snapshot_take"

    FIGURE_VIEW = "evidence.figure_view"
    RECORD_LIST = "evidence.record_list"

    PRICE_VIEW = "fees.price_view"
    FEE_VIEW = "fees.fee_view"
    QUOTE_WRITE = "fees.quote_write"
    QUOTE_ANSWER = "fees.quote_answer"
    WAIVER_ASK = "fees.waiver_ask"
    INVOICE_ISSUE = "fees.invoice_issue"
    PAYMENT_RECORD = "fees.payment_record"
    REDUCTION_DECIDE = "fees.reduction_decide"
    LEDGER_VIEW = "fees.ledger_view"
    ISSUER_SET = "fees.issuer_set"
    FEE_EFFECT_VIEW = "fees.effect_view"

    RATE_VIEW = "programmes.rate_view"
    RATE_SET = "programmes.rate_set"
    GATE_LIMIT_VIEW = "programmes.gate_limit_view"
    GATE_LIMIT_SET = "programmes.gate_limit_set"
    DAY_OFF_VIEW = "programmes.day_off_view"
    DAY_OFF_KEEP = "programmes.day_off_keep"
    EXCHANGE_RATE_VIEW = "programmes.exchange_rate_view"
    EXCHANGE_RATE_IMPORT = "programmes.exchange_rate_import"

    JOURNAL_VIEW = "journal.view"
    JOB_VIEW = "jobs.view"
    PEOPLE_MANAGE = "accounts.people_manage"
    OWN_ACCOUNT = "accounts.own_account"
    ABSENCE_KEEP = "accounts.absence_keep"

    SEARCH = "search.search"


R, S = Role, Scope

_EVERYBODY = {role: S.ALL for role in Role}
#: Guests see Japan Street, or what is offered to their mall, and their own account, and nothing else.
GUESTS = frozenset({R.BUYER, R.MALL_OPERATOR})
_INSIDE = {role: S.ALL for role in Role if role not in GUESTS}
_READERS = {R.PROGRAMME_MANAGER: S.ALL, R.EVALUATOR: S.ALL, R.AUDITOR: S.ALL}
_OFFICE = {R.OFFICE_STAFF: S.OWN_OFFICE, R.OFFICE_MANAGER: S.OFFICES_BELOW}
_SELECTION_READERS = {R.REVIEWER: S.ALL, R.DECIDER: S.ALL}

TABLE: dict[Action, dict[Role, Scope]] = {
    Action.TODAY: _EVERYBODY,
    Action.FIRM_REGISTER: {**_OFFICE, R.PARTNER_MEMBER: S.ALL},
    Action.FIRM_VIEW: {
        R.FIRM_MEMBER: S.OWN_FIRM,
        **_OFFICE,
        R.EXPERT: S.ASSIGNED,
        R.PARTNER_MEMBER: S.ASSIGNED,
        **_SELECTION_READERS,
        **_READERS,
    },
    Action.FIRM_EDIT: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    Action.CONTACT_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.CONTACT_ERASE: {R.OFFICE_MANAGER: S.OFFICES_BELOW, R.ADMINISTRATOR: S.ALL},
    Action.FIRM_ACCESS_ASK: {},
    Action.FIRM_ACCESS_DECIDE: _OFFICE,
    Action.OFFICE_VIEW: _INSIDE,
    Action.EXPERT_VIEW: {
        R.OFFICE_STAFF: S.ALL,
        R.OFFICE_MANAGER: S.ALL,
        R.EXPERT: S.ASSIGNED,
        R.DECIDER: S.ALL,
        R.REVIEWER: S.ALL,
        **_READERS,
    },
    # Scopes on the record that a document belongs to; documents.selectors narrows them by its marks.
    Action.DOCUMENT_VIEW: {
        R.FIRM_MEMBER: S.OWN_FIRM,
        **_OFFICE,
        R.EXPERT: S.ASSIGNED,
        **_SELECTION_READERS,
        R.PROGRAMME_MANAGER: S.ALL,
        R.AUDITOR: S.ALL,
    },
    Action.DOCUMENT_UPLOAD: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.DOCUMENT_CHANGE: _OFFICE,
    Action.DOCUMENT_REMOVE: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.OUTSIDE_VIEW: {**{r: S.ALL for r in _OFFICE}, **_READERS},
    Action.OUTSIDE_MANAGE: {R.PROGRAMME_MANAGER: S.ALL},
    # Absences and conflicts of interest.
    Action.EXPERT_KEEP: {**_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.EXPERT_CONDITIONS: _OFFICE,
    Action.CONSULTATION_VIEW: {
        R.FIRM_MEMBER: S.OWN_FIRM,
        **_OFFICE,
        R.EXPERT: S.ASSIGNED,
        R.PARTNER_MEMBER: S.ASSIGNED,
        **_READERS,
    },
    Action.CONSULTATION_ASK: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.PARTNER_MEMBER: S.ASSIGNED},
    Action.NEED_TAKE_OUT: _OFFICE,
    Action.NEED_ANSWER: _OFFICE,
    Action.PROPOSAL_SEND: _OFFICE,
    # Offices reply to what they and their staff received, and record what bodies without an account replied.
    Action.PROPOSAL_REPLY: {R.EXPERT: S.ASSIGNED, **_OFFICE, R.PARTNER_MEMBER: S.ASSIGNED},
    Action.PROPOSAL_RECORD: _OFFICE,
    Action.NEED_PAUSE: _OFFICE,
    Action.NEED_ABANDON: _OFFICE,
    Action.REASON_MANAGE: {R.PROGRAMME_MANAGER: S.ALL},
    Action.MEANING_KEEP: {R.PROGRAMME_MANAGER: S.ALL},
    Action.BUYER_VIEW: {**_OFFICE, **_READERS},
    Action.BUYER_INVITE: _OFFICE,
    # Access, suspension, and what buyers recommend.
    Action.BUYER_MANAGE: _OFFICE,
    # A buyer's own company; what it is shown of products is limited by its groups.
    Action.STREET_VIEW: {R.BUYER: S.ASSIGNED},
    # Conversations are read by who looks after the maker; buyers reach their own by STREET_VIEW.
    Action.INQUIRY_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, **_READERS},
    # What a maker answers nobody writes for it: staff step in as staff.
    Action.INQUIRY_ANSWER: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.INQUIRY_STEP_IN: _OFFICE,
    # By the office that looks after who is reported.
    Action.REPORT_DECIDE: _OFFICE,
    Action.INQUIRY_CLOSE: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    # Words that buyers and makers begin a message with.
    Action.TEMPLATE_KEEP: {R.PROGRAMME_MANAGER: S.ALL},
    Action.MEET_LIST: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, **_READERS},
    # A buyer is led on to its own page.
    Action.MEET_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, R.BUYER: S.ASSIGNED, **_OFFICE, **_READERS},
    # Of the two sides nobody speaks for the other; buyers arrange theirs by STREET_VIEW.
    Action.MEET_ARRANGE: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.MEET_CANCEL: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    Action.MEET_REPORT: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    Action.ORDER_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, **_READERS},
    # Of the two sides nobody speaks for the other; buyers speak by STREET_VIEW.
    Action.ORDER_REPORT: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.ORDER_CONFIRM: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.ORDER_SETTLE: _OFFICE,
    Action.DEMAND_VIEW: {**{r: S.ALL for r in _OFFICE}, **_READERS},
    # The list of private providers is the same for everybody; that for a need is drawn for its firm.
    Action.PROVIDER_VIEW: {R.FIRM_MEMBER: S.ALL, **{r: S.ALL for r in _OFFICE}, **_READERS},
    Action.PROVIDER_FOR_NEED: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    Action.LISTING_VIEW: {**{r: S.ALL for r in _OFFICE}, **_READERS},
    # Offices enter, head office reviews: nobody publishes what he wrote.
    Action.LISTING_ENTER: {r: S.ALL for r in _OFFICE},
    Action.LISTING_REVIEW: {R.PROGRAMME_MANAGER: S.ALL},
    # A firm agrees itself, or tells its office that it does. What it says of a provider nobody writes for it.
    Action.REFERRAL_SEND: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    Action.REFERRAL_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, **_READERS},
    Action.REFERRAL_REPORT: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.REFERRAL_WORK: _OFFICE,
    Action.OVERLAP_VIEW: _READERS,
    Action.REGISTRATION_VIEW: {
        R.FIRM_MEMBER: S.OWN_FIRM,
        **_OFFICE,
        R.PARTNER_MEMBER: S.ASSIGNED,
        **_READERS,
    },
    # Who takes part works; who holds what is checked by the services.
    Action.REGISTRATION_WORK: {**_OFFICE, R.PARTNER_MEMBER: S.ASSIGNED},
    Action.APPLICATION_VIEW: {
        R.FIRM_MEMBER: S.OWN_FIRM,
        **_OFFICE,
        R.PARTNER_MEMBER: S.ASSIGNED,
        **_SELECTION_READERS,
        **_READERS,
    },
    Action.APPLICATION_WRITE: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    Action.APPLICATION_SCREEN: {R.REVIEWER: S.ALL},
    Action.APPLICATION_DETERMINE: {R.DECIDER: S.ALL},
    # The share that is looked at again goes to another decider.
    Action.SECOND_LOOK: {R.DECIDER: S.ASSIGNED},
    Action.LOOK_ASSIGN: {R.PROGRAMME_MANAGER: S.ALL},
    Action.ROUND_VIEW: {**{r: S.ALL for r in _OFFICE}, **_SELECTION_READERS, **_READERS},
    Action.ROUND_EDIT: {R.PROGRAMME_MANAGER: S.ALL},
    # A draw shows references and no names, so that anybody can draw again.
    Action.LOT_VIEW: _INSIDE,
    Action.CASE_VIEW: {
        R.FIRM_MEMBER: S.OWN_FIRM,
        **_OFFICE,
        R.EXPERT: S.ASSIGNED,
        R.PARTNER_MEMBER: S.ASSIGNED,
        **_SELECTION_READERS,
        **_READERS,
    },
    Action.ACTIVITY_LOG: {**_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.RESULT_RECORD: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.RESULT_CONFIRM: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.RESULT_VIEW: {**_OFFICE, R.EXPERT: S.ASSIGNED, **_READERS},
    Action.RESULT_ASK: _OFFICE,
    Action.RESULT_PROVE: {**_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.RESULT_SETTLE: _OFFICE,
    Action.EFFORT_RECORD: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    # To agree is no approval: firm and office each say yes for their own side.
    Action.GOAL_WEIGH: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    Action.GOAL_REVISE: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    Action.PLAN_WRITE: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.PLAN_AGREE: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    Action.PLAN_ACCEPT: _OFFICE,
    Action.GATE_DECIDE: _OFFICE,
    # Decisions that wait. Whoever decided one does not agree to it: another person has to.
    Action.GATE_VIEW: {**_OFFICE, R.DECIDER: S.ALL, R.PROGRAMME_MANAGER: S.ALL},
    Action.GATE_AGREE: {R.OFFICE_MANAGER: S.OFFICES_BELOW, R.DECIDER: S.ALL, R.PROGRAMME_MANAGER: S.ALL},
    Action.GATE_REPLY: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.CAUSE_NOTE: {**_OFFICE, R.EXPERT: S.ASSIGNED},
    # A firm hands papers in; what they prove, its office says.
    Action.EC_RECORD_PROVE: _OFFICE,
    Action.EXPERT_ASSIGN: _OFFICE,
    Action.SUPPORT_END: _OFFICE,
    Action.FOLLOW_UP_RECORD: _OFFICE,
    Action.FOLLOW_UP_COVERAGE: {**_OFFICE, **_READERS},
    Action.CATCH_UP_PLAN: {R.OFFICE_MANAGER: S.OFFICES_BELOW},
    Action.PLAN_VIEW: {**_OFFICE, R.PROGRAMME_MANAGER: S.ALL},
    Action.PLAN_DECIDE: _OFFICE,
    Action.LOAD_VIEW: {**_OFFICE, R.PROGRAMME_MANAGER: S.ALL},
    Action.OWN_WEEK: {R.EXPERT: S.ASSIGNED},
    Action.FIRM_CLOSE: _OFFICE,
    # The register of firms is kept by those who answer for offices.
    Action.FIRM_MERGE: {R.OFFICE_MANAGER: S.OFFICES_BELOW},
    Action.WORK_TRANSFER: {R.OFFICE_MANAGER: S.OFFICES_BELOW},
    Action.CORRECT: _OFFICE,
    Action.CORRECTION_VIEW: {**_OFFICE, **_READERS},
    # What an office wrote for a firm: the firm says whether it is right, the office asks and settles.
    Action.ENTRY_CONFIRM: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.ENTRY_ASK: _OFFICE,
    Action.YEAR_VIEW: {**{r: S.ALL for r in _OFFICE}, **_READERS},
    Action.YEAR_MANAGE: {R.PROGRAMME_MANAGER: S.ALL},
    # What an office took on in a year, reached and left open.
    Action.OFFICE_YEAR_VIEW: {**_OFFICE, **_READERS},
    # Requests of contacts are answered by the office of their firm, those of others by administrators.
    Action.PERSON_REQUEST_VIEW: {**_OFFICE, R.ADMINISTRATOR: S.ALL, R.AUDITOR: S.ALL},
    Action.PERSON_REQUEST_RECORD: {**_OFFICE, R.ADMINISTRATOR: S.ALL},
    # Who checked the identity does not decide.
    Action.PERSON_REQUEST_DECIDE: {R.OFFICE_MANAGER: S.OFFICES_BELOW, R.ADMINISTRATOR: S.ALL},
    Action.RETENTION_VIEW: {R.ADMINISTRATOR: S.ALL, R.AUDITOR: S.ALL, R.PROGRAMME_MANAGER: S.ALL},
    Action.OWN_DATA: _EVERYBODY,
    # A file writes for every office, and lets people in.
    Action.BULK_IMPORT: {R.ADMINISTRATOR: S.ALL},
    Action.POLICY_VIEW: {
        **{r: S.ALL for r in _OFFICE},
        **_SELECTION_READERS,
        **_READERS,
        R.ADMINISTRATOR: S.ALL,
    },
    # A programme manager edits, approves and moves cases by a right to the family, given by an administrator.
    Action.POLICY_EDIT: {R.PROGRAMME_MANAGER: S.ASSIGNED},
    Action.POLICY_APPROVE: {R.PROGRAMME_MANAGER: S.ASSIGNED},
    Action.POLICY_STEWARD: {R.ADMINISTRATOR: S.ALL},
    Action.POLICY_MIGRATE: {R.PROGRAMME_MANAGER: S.ASSIGNED},
    # Everybody's own reminders and habits, nobody else's.
    Action.NOTICE_VIEW: {**_INSIDE, R.MALL_OPERATOR: S.ALL},
    Action.TASK_WRITE: {**_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.MEETING_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.EXPERT: S.ASSIGNED},
    Action.MEETING_PLAN: _OFFICE,
    Action.LETTER_VIEW: {R.ADMINISTRATOR: S.ALL},
    Action.MALL_VIEW: {**{r: S.ALL for r in _OFFICE}, **_SELECTION_READERS, **_READERS},
    Action.PRODUCT_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, **_READERS},
    Action.PRODUCT_WRITE: {R.FIRM_MEMBER: S.OWN_FIRM},
    # Whoever handed a product in does not review it: the services see to it.
    Action.PRODUCT_REVIEW: {**_OFFICE, R.PROGRAMME_MANAGER: S.ALL},
    Action.PRODUCT_STOP: {**_OFFICE, R.PROGRAMME_MANAGER: S.ALL},
    Action.PRODUCT_WITHDRAW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.PROGRAMME_MANAGER: S.ALL},
    # Products at malls and at the store: firms and offices follow their own.
    Action.OFFER_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, **_READERS},
    Action.OFFER_MAKE: _OFFICE,
    # What a site answers and reports comes to head office.
    Action.OFFER_ANSWER: {R.PROGRAMME_MANAGER: S.ALL},
    Action.OFFER_END: {**_OFFICE, R.PROGRAMME_MANAGER: S.ALL},
    # Goods at the sites: everybody sees those within reach; who runs a mall and head office tell of them.
    Action.STOCK_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, **_READERS, R.MALL_OPERATOR: S.OWN_MALL},
    Action.STOCK_TELL: {R.PROGRAMME_MANAGER: S.ALL, R.MALL_OPERATOR: S.OWN_MALL},
    Action.SALE_VIEW: _READERS,
    Action.SALE_IMPORT: {R.PROGRAMME_MANAGER: S.ALL},
    Action.SALE_SEND: {R.PROGRAMME_MANAGER: S.ALL, R.MALL_OPERATOR: S.OWN_MALL},
    Action.MALL_COST: {R.PROGRAMME_MANAGER: S.ALL},
    Action.TERMS_WRITE: {R.PROGRAMME_MANAGER: S.ALL},
    # What sites owe: firms their own, offices that of their firms. Operators have a page of their own.
    Action.DUE_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, **_READERS},
    Action.PAYOUT_MARK: {R.PROGRAMME_MANAGER: S.ALL},
    # An office writes down what a firm says.
    Action.PAYOUT_MISSING: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE},
    # Firms are shown what is open to offers, and offer their own products.
    Action.CAMPAIGN_VIEW: {R.FIRM_MEMBER: S.ALL, **{r: S.ALL for r in _OFFICE}, **_READERS},
    Action.CAMPAIGN_OFFER: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.CAMPAIGN_WRITE: {R.PROGRAMME_MANAGER: S.ALL},
    Action.OPERATOR_MANAGE: {R.PROGRAMME_MANAGER: S.ALL},
    Action.MALL_CLOSE: {R.PROGRAMME_MANAGER: S.ALL},
    Action.MALL_ENTRY: {R.PROGRAMME_MANAGER: S.ALL},
    # What is published of open malls: for firms, those who advise them, and those who see the malls anyway.
    Action.MALL_DIRECTORY: {
        R.FIRM_MEMBER: S.ALL,
        R.EXPERT: S.ALL,
        **{r: S.ALL for r in _OFFICE},
        **_SELECTION_READERS,
        **_READERS,
    },
    # An operator's own malls: what is offered there, what is told of it, and nothing else.
    Action.DESK_VIEW: {R.MALL_OPERATOR: S.OWN_MALL},
    Action.DESK_WORK: {R.MALL_OPERATOR: S.OWN_MALL},
    Action.WAVE_VIEW: _READERS,
    Action.WAVE_PLAN: {R.PROGRAMME_MANAGER: S.ALL},
    Action.FORM_VIEW: _READERS,
    Action.FORM_KEEP: {R.PROGRAMME_MANAGER: S.ALL},
    Action.ANSWER_VIEW: _READERS,
    Action.ANSWER_IMPORT: {R.PROGRAMME_MANAGER: S.ALL},
    # Tables of answers show small cells: who reads answers makes them, all staff read what is published.
    Action.TABLE_VIEW: _READERS,
    Action.TABLE_SAVE: {R.PROGRAMME_MANAGER: S.ALL, R.EVALUATOR: S.ALL},
    Action.RELEASE_VIEW: {role: S.ALL for role in _INSIDE if role not in (R.FIRM_MEMBER, R.PARTNER_MEMBER)},
    # Whoever prepared a release does not publish it: the services see to it.
    Action.RELEASE_PREPARE: {R.PROGRAMME_MANAGER: S.ALL, R.EVALUATOR: S.ALL},
    Action.RELEASE_PUBLISH: {R.PROGRAMME_MANAGER: S.ALL, R.EVALUATOR: S.ALL},
    # What an office says of its year; it stands for it, so that its head confirms it.
    Action.OFFICE_REPORT_VIEW: {**_OFFICE, **_READERS},
    Action.OFFICE_REPORT_CONFIRM: {R.OFFICE_MANAGER: S.OWN_OFFICE},
    # Answers heard on the telephone or read on paper.
    Action.ANSWER_TYPE: {**_OFFICE, R.PROGRAMME_MANAGER: S.ALL},
    Action.QUESTIONNAIRE_ANSWER: {R.FIRM_MEMBER: S.OWN_FIRM},
    # What figures are computed from: hashes and numbers of rows, no record.
    Action.SNAPSHOT_VIEW: _READERS,
    Action.SNAPSHOT_TAKE: {R.PROGRAMME_MANAGER: S.ALL, R.EVALUATOR: S.ALL},
    Action.FIGURE_VIEW: {
        R.OFFICE_STAFF: S.ALL,
        R.OFFICE_MANAGER: S.ALL,
        R.DECIDER: S.ALL,
        R.REVIEWER: S.ALL,
        **_READERS,
    },
    Action.RECORD_LIST: _READERS,
    Action.PRICE_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, **_READERS},
    # Quotes, invoices and payments of a firm.
    Action.FEE_VIEW: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.ACCOUNTANT: S.ALL, **_READERS},
    Action.QUOTE_WRITE: _OFFICE,
    Action.QUOTE_ANSWER: {R.FIRM_MEMBER: S.OWN_FIRM},
    Action.WAIVER_ASK: {R.FIRM_MEMBER: S.OWN_FIRM, **_OFFICE, R.ACCOUNTANT: S.ALL},
    Action.INVOICE_ISSUE: {R.ACCOUNTANT: S.ALL},
    Action.PAYMENT_RECORD: {R.ACCOUNTANT: S.ALL},
    # Credit notes, waivers and refunds: whoever asked for one does not decide it.
    Action.REDUCTION_DECIDE: {R.ACCOUNTANT: S.ALL, R.PROGRAMME_MANAGER: S.ALL},
    Action.LEDGER_VIEW: {R.ACCOUNTANT: S.ALL, R.PROGRAMME_MANAGER: S.ALL, R.AUDITOR: S.ALL},
    Action.ISSUER_SET: {R.ACCOUNTANT: S.ALL},
    # What charging does: income, coverage, declined quotes, use before and after.
    Action.FEE_EFFECT_VIEW: {R.OFFICE_MANAGER: S.OFFICES_BELOW, **_READERS},
    Action.RATE_VIEW: _READERS,
    Action.RATE_SET: {R.PROGRAMME_MANAGER: S.ALL},
    Action.GATE_LIMIT_VIEW: {**{r: S.ALL for r in _OFFICE}, R.DECIDER: S.ALL, **_READERS},
    Action.GATE_LIMIT_SET: {R.PROGRAMME_MANAGER: S.ALL},
    Action.DAY_OFF_VIEW: {**{r: S.ALL for r in _OFFICE}, **_READERS},
    Action.DAY_OFF_KEEP: {R.PROGRAMME_MANAGER: S.ALL},
    Action.EXCHANGE_RATE_VIEW: {
        R.OFFICE_STAFF: S.ALL,
        R.OFFICE_MANAGER: S.ALL,
        R.EXPERT: S.ALL,
        **_READERS,
    },
    Action.EXCHANGE_RATE_IMPORT: {R.PROGRAMME_MANAGER: S.ALL},
    Action.JOURNAL_VIEW: {R.AUDITOR: S.ALL, R.ADMINISTRATOR: S.ALL},
    Action.JOB_VIEW: {
        **{r: S.ALL for r in _OFFICE},
        R.ADMINISTRATOR: S.ALL,
        R.AUDITOR: S.ALL,
        R.PROGRAMME_MANAGER: S.ALL,
    },
    Action.PEOPLE_MANAGE: {R.ADMINISTRATOR: S.ALL},
    Action.OWN_ACCOUNT: _EVERYBODY,
    # Staff their own, managers those of their people too.
    Action.ABSENCE_KEEP: {
        R.OFFICE_STAFF: S.ASSIGNED,
        R.OFFICE_MANAGER: S.OFFICES_BELOW,
        R.REVIEWER: S.ASSIGNED,
        R.DECIDER: S.ASSIGNED,
        R.PROGRAMME_MANAGER: S.ASSIGNED,
        R.EVALUATOR: S.ASSIGNED,
        R.AUDITOR: S.ASSIGNED,
        R.ADMINISTRATOR: S.ALL,
    },
    # What is found is limited by the action of each record's own page.
    Action.SEARCH: {role: S.ALL for role in _INSIDE if role != R.FIRM_MEMBER},
}

#: What somebody who is signed in may do before holding any role: register a firm, or ask for access to one.
WITHOUT_ROLE = frozenset(
    {Action.FIRM_REGISTER, Action.FIRM_ACCESS_ASK, Action.OWN_ACCOUNT, Action.OWN_DATA, Action.TODAY}
)
