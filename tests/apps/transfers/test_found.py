"""A firm is found by every name it had, and by the names of what was merged into it."""

import pytest

from banso.apps.directory.models import Firm, FormerFirm
from banso.apps.search.models import Entry, Kind
from banso.apps.search.services import rebuild
from banso.apps.transfers.merging import merge_firms, undo_merge
from banso.engines.search.folding import key
from support.people import make_firm

pytestmark = pytest.mark.usefixtures("configuration")


def found(name):
    """The firms that a name leads to."""
    entries = Entry.objects.filter(kind=Kind.FIRM, names__contains=key(name)).order_by("key")
    return [Firm.objects.get(pk=entry.key).ref for entry in entries]


def test_a_former_name_leads_to_the_firm(clock):
    firm = make_firm(name="山田製菓")
    FormerFirm.objects.create(
        firm=firm, name="甲斐商店", name_kana="カイ", prefecture=firm.prefecture, office=firm.office,
        until=clock.date(),
    )  # fmt: skip
    rebuild()
    assert found("甲斐商店") == [firm.ref]


def test_the_name_of_a_merged_firm_leads_to_the_kept_one_until_it_is_undone(actor):
    kept, lost = make_firm(name="山田製菓"), make_firm(name="甲斐商店")
    rebuild()
    merge = merge_firms(actor("office_manager"), kept, lost, (), reason="同じ事業者")
    assert found("甲斐商店") == [kept.ref]
    undo_merge(actor("office_manager"), merge, reason="別の事業者")
    assert found("甲斐商店") == [lost.ref]
