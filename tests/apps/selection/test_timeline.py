"""Events of applications in words."""

import pytest

from banso.apps.journal.selectors import timeline
from banso.apps.selection import services

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def said(application):
    return [entry.text for entry in reversed(timeline([("application", application.ref)]))]


def test_every_event_up_to_the_determination_is_said_in_words():
    found = making.screened(view="discuss")
    making.determine(found)
    assert said(found) == [
        "申請を作成", "輸出目標を設定", "自社取組を1件約束",
        "目標を似た事業者と比較：似た事業者が少なく判断できない", "申請を提出",
        "利益相反なしと申告", "審査：要協議", "利益相反なしと申告", "審査：要協議",
        "決定：採択", "制度版as_surveyedで判定した", "制度版as_surveyedの推奨に従った",
    ]  # fmt: skip


def test_a_change_and_a_withdrawal_are_said_in_words():
    found = making.started(goal=None, efforts=())
    services.change(making.by("firm_member"), found, making.draft(goal=None, efforts=()), 1)
    services.withdraw(making.by("firm_member"), found, 2)
    assert said(found) == ["申請を作成", "下書きを変更", "申請を取り下げ"]
