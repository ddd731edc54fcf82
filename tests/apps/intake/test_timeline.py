"""Events of consultations in words."""

import pytest

from banso.apps.intake import services
from banso.apps.journal.selectors import timeline

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def test_every_event_of_the_way_is_said_in_words():
    need = making.need()
    first = making.proposed(need)
    services.refuse(making.of(first.expert), first, making.reason())
    services.reopen(making.staff(), first)
    second = making.taken(need)
    for outcome in ("no_help", "not_reachable", "helped"):
        services.settle(making.of(second.expert), second, outcome, "答え")
        if outcome != "helped":
            services.reopen(making.staff(), second)
    services.answer_need(making.staff(), making.need(need.consultation), "答え")
    said = [entry.text for entry in reversed(timeline([("consultation", need.consultation.ref)]))]
    assert said == [
        "相談を受付（ウェブ）", "論点を取り出した",
        f"専門家 {first.expert.code}に打診", "辞退（専門家）", "再開した",
        f"専門家 {second.expert.code}に打診", "引受（専門家）",
        "結果：解決できず", "再開した", "結果：連絡がつかず", "再開した", "結果：解決",
        "ほかで解決したため打診を取り下げた",
        "論点を取り出した", "事務所が回答",
    ]  # fmt: skip
