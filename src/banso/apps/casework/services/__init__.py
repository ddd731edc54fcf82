"""What can be done to a case. Each call is one transaction and one event in a journal chain."""

from banso.apps.casework.models import EffortKind, GoalMetric
from banso.apps.casework.services.activities import ActivityData, log_activity
from banso.apps.casework.services.agreement import agree_to_gate, let_lapse, reply_to_gate, settle_gate
from banso.apps.casework.services.asking import ask_follow_up, ask_once, note_no_contact
from banso.apps.casework.services.brought import bring_follow_up, bring_goal
from banso.apps.casework.services.catch_ups import (
    Imported,
    PastRow,
    add_past_support,
    import_past_support,
    plan_catch_ups,
    set_catch_up_capacity,
)
from banso.apps.casework.services.causes import CauseData, note_cause, reopen_cause, solve_cause
from banso.apps.casework.services.closed_firms import close_follow_ups, reopen_follow_ups
from banso.apps.casework.services.confirmations import (
    AnswerData,
    answer_by_link,
    ask_confirmation,
    confirm_on_paper,
    confirm_result,
    settle_result,
)
from banso.apps.casework.services.duplicates import mark_duplicate, say_distinct, unmark_duplicate
from banso.apps.casework.services.ec_proofs import accept_ec_proof, withdraw_ec_proof
from banso.apps.casework.services.effects import stages_ahead
from banso.apps.casework.services.efforts import NewEffortData, add_effort
from banso.apps.casework.services.ending import end_support
from banso.apps.casework.services.folding import (
    Folding,
    fold_catch_ups,
    have_two_catch_ups,
    unfold_catch_ups,
    unfolds,
)
from banso.apps.casework.services.follow_ups import (
    AttemptData,
    FollowUpData,
    answer_follow_up,
    close_unreached,
    keep_follow_up_draft,
    note_attempt,
    record_follow_up,
)
from banso.apps.casework.services.gates import (
    GateData,
    ResumeData,
    decide_gate,
    record_remedy,
    resume_case,
)
from banso.apps.casework.services.goal_data import MILESTONES, GoalData, MilestoneData
from banso.apps.casework.services.goals import (
    EffortData,
    agree_goal,
    drop_goal,
    promise_efforts,
    propose_goal,
    record_effort_done,
    revise_goal,
    weigh_goal,
)
from banso.apps.casework.services.lookalikes import LooksLike
from banso.apps.casework.services.opening import assign_expert, close_spot_case, open_case, open_spot_case
from banso.apps.casework.services.plans import (
    accept_paper,
    agree_plan,
    document_agreed,
    send_plan,
    write_plan,
)
from banso.apps.casework.services.results import (
    ResultData,
    fill_waiting,
    grades_of,
    prove_result,
    record_result,
    restate_result,
)
from banso.apps.casework.services.sold import Report, Sold, record_sold, take_back_sold

__all__ = [
    "MILESTONES",
    "ActivityData",
    "AnswerData",
    "AttemptData",
    "CauseData",
    "EffortData",
    "EffortKind",
    "Folding",
    "FollowUpData",
    "GateData",
    "GoalData",
    "GoalMetric",
    "Imported",
    "LooksLike",
    "MilestoneData",
    "NewEffortData",
    "PastRow",
    "Report",
    "ResultData",
    "ResumeData",
    "Sold",
    "accept_ec_proof",
    "accept_paper",
    "add_effort",
    "add_past_support",
    "agree_goal",
    "agree_plan",
    "agree_to_gate",
    "answer_by_link",
    "answer_follow_up",
    "ask_confirmation",
    "ask_follow_up",
    "ask_once",
    "assign_expert",
    "bring_follow_up",
    "bring_goal",
    "close_follow_ups",
    "close_spot_case",
    "close_unreached",
    "confirm_on_paper",
    "confirm_result",
    "decide_gate",
    "document_agreed",
    "drop_goal",
    "end_support",
    "fill_waiting",
    "fold_catch_ups",
    "grades_of",
    "have_two_catch_ups",
    "import_past_support",
    "keep_follow_up_draft",
    "let_lapse",
    "log_activity",
    "mark_duplicate",
    "note_attempt",
    "note_cause",
    "note_no_contact",
    "open_case",
    "open_spot_case",
    "plan_catch_ups",
    "promise_efforts",
    "propose_goal",
    "prove_result",
    "record_effort_done",
    "record_follow_up",
    "record_remedy",
    "record_result",
    "record_sold",
    "reopen_cause",
    "reopen_follow_ups",
    "reply_to_gate",
    "restate_result",
    "resume_case",
    "revise_goal",
    "say_distinct",
    "send_plan",
    "set_catch_up_capacity",
    "settle_gate",
    "settle_result",
    "solve_cause",
    "stages_ahead",
    "take_back_sold",
    "unfold_catch_ups",
    "unfolds",
    "unmark_duplicate",
    "weigh_goal",
    "withdraw_ec_proof",
    "write_plan",
]
