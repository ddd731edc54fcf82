"""Every event of casework is said in words, in both languages, from codes alone."""

import json
from datetime import datetime

import pytest
from django.utils import translation

from banso.apps.casework.timeline import describe
from banso.apps.journal.actor import ZONE

EVENTS = [
    (
        "case.opened",
        {"need": 3, "expert": "E001"},
        "専門家が引き受け、案件を開始",
        "An expert took the question on; case opened",
    ),
    (
        "case.opened",
        {"application": "A-1"},
        "申請の採択により案件を開始、最初の段階に着手",
        "Application adopted; case opened and first stage begun",
    ),
    ("goal.set", {"goal": 1, "version": 1}, "輸出目標を設定", "Export goal set"),
    ("goal.set", {"goal": 1, "version": 2}, "輸出目標を改定（第2版）", "Export goal revised (version 2)"),
    ("effort.promised", {"count": 2}, "自社取組を2件約束", "2 own efforts promised"),
    ("effort.promised", {"effort": 7}, "自社取組を約束", "Own effort promised"),
    (
        "effort.done",
        {"effort": 7, "cost_yen": 380000},
        "自社取組を実施　費用380,000円",
        "Own effort done, cost ¥380,000",
    ),
    ("effort.done", {"effort": 7, "cost_yen": None}, "自社取組を実施", "Own effort done"),
    ("expert.assigned", {"expert": "E001"}, "専門家E001を担当に決定", "Expert E001 put in charge"),
    ("activity.logged", {"kind": "advice", "hours": "1.50"}, "助言　1.5時間", "Advice, 1.5 hours"),
    ("activity.logged", {"kind": "visit", "hours": "2.25"}, "訪問　2.25時間", "Visit, 2.25 hours"),
    (
        "result.recorded",
        {"sample": False, "amount_yen": 620000, "source": "firm"},
        "輸出実績を記録　620,000円",
        "Export recorded: ¥620,000",
    ),
    (
        "result.recorded",
        {"sample": True, "amount_yen": None, "source": "firm"},
        "サンプルを出荷　不明",
        "Sample shipped: Unknown",
    ),
    (
        "result.recorded",
        {"sample": False, "amount_yen": 1, "source": "staff"},
        "輸出実績を記録　1円（事業者の確認待ち）",
        "Export recorded: ¥1; waits for the firm's confirmation",
    ),
    ("result.confirmed", {"result": 1}, "事業者が輸出実績を確認", "The firm confirmed an export"),
    (
        "gate.decided",
        {"stage": 1, "result": "advance", "next": 2},
        "段階審査　段階1 → 段階2に移行",
        "Gate review: stage 1 closed, stage 2 begun",
    ),
    (
        "gate.decided",
        {"stage": 1, "result": "extend", "months": 3},
        "段階審査　段階1を3か月延長",
        "Gate review: stage 1 extended by 3 months",
    ),
    ("stage.started", {"stage": 2}, "段階2に着手", "Stage 2 begun"),
    ("case.paused", {"stage": 2}, "支援を中断", "Support paused"),
    ("case.resumed", {}, "支援を再開", "Support resumed"),
    (
        "case.ended",
        {"outcome": "exported", "ended_on": "2026-03-10"},
        "2026年3月10日に支援終了　輸出した（自立には至らず）",
        "Support ended on 10 Mar 2026: Exported, not yet on its own",
    ),
    (
        "follow_up.recorded",
        {"months": 6, "reached": True, "trend": "up", "new_exports": "success"},
        "終了6か月後のフォローアップ　輸出は増加、新たな輸出は取り組んで成功",
        "Follow-up after 6 months: exports Up; new exports: Tried and succeeded",
    ),
    (
        "follow_up.recorded",
        {"months": 6, "reached": True, "trend": "", "new_exports": ""},
        "終了6か月後のフォローアップ　輸出は不明、新たな輸出は不明",
        "Follow-up after 6 months: exports Unknown; new exports: Unknown",
    ),
    (
        "follow_up.recorded",
        {"months": 6, "reached": False},
        "終了6か月後のフォローアップ　連絡がつかず",
        "Follow-up after 6 months: firm not reached",
    ),
]


def event(action, payload):
    from banso.apps.journal.models import Event

    return Event(
        subject_kind="case",
        subject_ref="C-1",
        number=1,
        at=datetime(2026, 3, 10, tzinfo=ZONE),
        action=action,
        payload=json.dumps(payload),
    )


@pytest.mark.parametrize(("action", "payload", "japanese", "english"), EVENTS)
def test_an_event_is_said_in_both_languages(action, payload, japanese, english):
    assert describe(event(action, payload)) == japanese
    with translation.override("en"):
        assert describe(event(action, payload)) == english


def test_an_unknown_action_is_left_to_its_code():
    assert describe(event("case.invented", {})) == ""
