"""A bank file is matched, shown and stored all or nothing, and only once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from banso.apps.base import Refused
from banso.apps.fees import services
from banso.apps.fees.accounts import lines_without_payment
from banso.apps.fees.bank import kana, preview
from banso.apps.fees.models import BankFile, BankLine, Invoice, InvoiceState, Payment
from support.races import at_once
from tests.apps.fees import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]
HEAD = "取引日,入金金額,振込依頼人名,摘要\n"


@pytest.fixture(autouse=True)
def _charges(configuration):
    making.charge()


def sent(*rows, head=HEAD):
    return (head + "".join(f"{row}\n" for row in rows)).encode("cp932")


def store(content, at=making.LATER):
    return services.store_bank_file(making.by("accountant", at), "bank.csv", content)


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ("ｶ)ﾐﾄﾞﾘﾁﾔ", "カブシキガイシャミドリチャ"),
        ("ﾐﾄﾞﾘﾁﾔ(ｶ", "ミドリ チャ"),
        ("ユ)ニツポンシヨウジ", "ユウゲンガイシャ ニッポンショウジ"),
    ],
)
def test_a_payer_is_written_as_banks_do(written, registered):
    assert kana(written) == kana(registered)


def test_payments_are_matched_by_number_and_by_name_and_the_rest_waits():
    numbered, named = making.invoiced(), making.invoiced()
    content = sent(
        f"2026/5/1,{numbered.total},ダレカ,{numbered.ref}",
        f"2026/5/1,{named.total},{named.firm.name_kana},",
        "2026/5/2,500,ﾅｿﾞﾉｼﾖｳﾃﾝ,",
        "2026/5/3,,フリカエ,出金",
    )
    found = preview("bank.csv", content, making.LATER.date())
    assert [proposal.by for proposal in found.proposals] == ["number", "name", ""] and found.passed == 1
    assert not BankFile.objects.exists()
    store(content)
    assert set(Invoice.objects.values_list("state", flat=True)) == {InvoiceState.PAID}
    line = lines_without_payment().get()
    payment = services.match_line(making.by("accountant", making.LATER), line, numbered.ref)
    assert (payment.yen, payment.firm_id) == (500, numbered.firm_id)
    with pytest.raises(Refused):
        services.match_line(making.by("accountant", making.LATER), line, numbered.ref)


@pytest.mark.django_db(transaction=True)
def test_the_same_file_at_once_or_again_changes_nothing():
    invoice = making.invoiced()
    content = sent(f"2026/5/1,{invoice.total},x,{invoice.ref}")
    actor = making.by("accountant", making.LATER)
    outcomes = at_once(*[lambda: services.store_bank_file(actor, "b.csv", content)] * 2)
    assert outcomes == ["file_twice", "stored"]
    with pytest.raises(Refused) as refusal:
        store(content)
    assert refusal.value.rule == "file_twice" and Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "rule", "row", "column"),
    [
        (sent("2026/5/1,5", head="日,額\n"), "layout_unknown", 1, None),
        (sent("2026/5/1,5,x,", "2026/2/30,5,x,"), "bank_day", 3, "取引日"),
        (sent("2026/5/1,5,x,", "2027/5/1,5,x,"), "bank_day", 3, "取引日"),
        (sent("2026/5/1,-5,x,"), "bank_yen", 2, "入金金額"),
    ],
)
def test_what_is_wrong_is_said_by_place_and_rule_and_nothing_is_stored(content, rule, row, column):
    fault = preview("bank.csv", content, making.LATER.date()).faults[0][0]
    assert (fault.rule, fault.row, fault.column) == (rule, row, column)
    with pytest.raises(Refused) as refusal:
        store(content)
    assert refusal.value.rule == "file_faulty" and not BankLine.objects.exists()


def test_an_accountant_sends_looks_and_stores(client_as, move_clock):
    invoice = making.invoiced()
    move_clock(days=60)
    client, address = client_as("accountant"), reverse("fees:bank_file")
    file = SimpleUploadedFile("b.csv", sent(f"2026/5/1,{invoice.total},x,{invoice.ref}"))
    shown = client.post(address, {"file": file})
    assert invoice.ref in shown.content.decode()
    stored = client.post(address, {"shown": shown.context["shown"]}, follow=True)
    assert "BF-2026-0001" in stored.content.decode()
    assert Invoice.objects.get().state == InvoiceState.PAID
