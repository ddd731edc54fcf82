"""A bank file is matched, shown and stored all or nothing, and only once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from banso.apps.base import Refused
from banso.apps.fees import services
from banso.apps.fees.accounts import lines_without_payment
from banso.apps.fees.bank import invoices_of, kana, preview
from banso.apps.fees.models import BankFile, BankLayout, BankLine, Invoice, InvoiceState, Payment
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
    assert [proposal.by for proposal in found.proposals] == ["number", "amount", ""] and found.passed == 1
    assert not BankFile.objects.exists()
    store(content)
    assert set(Invoice.objects.values_list("state", flat=True)) == {InvoiceState.PAID}
    line = lines_without_payment().get()
    payment = services.match_line(making.by("accountant", making.LATER), line, numbered.ref)
    assert (payment.yen, payment.firm_id) == (500, numbered.firm_id)
    with pytest.raises(Refused):
        services.match_line(making.by("accountant", making.LATER), line, numbered.ref)


def test_an_amount_alone_is_proposed_and_taken_by_nobody_but_a_person():
    one, two = making.invoiced(), making.invoiced()
    assert one.total == two.total
    content = sent(f"2026/5/1,{one.total},ﾅｿﾞﾉｼﾖｳﾃﾝ,", f"2026/5/1,{one.total - 1},{one.firm.name_kana},")
    first, second = preview("bank.csv", content, making.LATER.date()).proposals
    assert (first.firm, first.by, set(first.candidates)) == (None, "", {one, two})
    # The payer is known and pays less: it is taken as a part.
    assert (second.firm, second.by, second.candidates) == (one.firm, "name", ())
    store(content)
    assert Payment.objects.get().firm == one.firm
    line = lines_without_payment().get()
    assert invoices_of(line.yen, making.LATER.date()) == [two]


OTHER = "お取引日,ご入金,ご依頼人,備考\n"
COLUMNS = {"day": "お取引日", "yen": "ご入金", "payer": "ご依頼人", "text": "備考"}


def test_a_layout_mapped_by_hand_is_remembered_and_replaced_by_its_name():
    actor, header = making.by("accountant", making.LATER), tuple(COLUMNS.values())
    content = sent("2026/5/1,500,ﾅｿﾞﾉｼﾖｳﾃﾝ,", head=OTHER)
    assert preview("b.csv", content, making.LATER.date()).layout is None
    services.keep_layout(actor, "みほん第二銀行", header, {**COLUMNS, "text": ""})
    services.keep_layout(actor, "みほん第二銀行", header, COLUMNS)
    found = preview("b.csv", content, making.LATER.date())
    assert (found.layout.name, found.layout.columns, found.total) == ("みほん第二銀行", COLUMNS, 500)
    assert store(content).lines.get().payer == "ﾅｿﾞﾉｼﾖｳﾃﾝ"


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"yen": ""}, "column_missing", "yen"),
        ({"yen": "お取引日"}, "column_twice", "day"),
        ({"yen": "額"}, "column_unknown", "yen"),
    ],
)
def test_columns_that_cannot_hold_a_payment_are_refused(values, rule, field):
    header = tuple(COLUMNS.values())
    with pytest.raises(Refused) as refusal:
        services.keep_layout(making.by("accountant"), "b", header, {**COLUMNS, **values})
    assert (refusal.value.rule, refusal.value.field) == (rule, field)
    with pytest.raises(Refused) as refusal:
        services.keep_layout(making.by("office_staff"), "b", header, COLUMNS)
    assert refusal.value.rule == "role" and not BankLayout.objects.filter(name="b").exists()


def test_a_file_in_a_new_layout_leads_to_its_columns_and_then_to_what_would_be_stored(client_as, move_clock):
    invoice = making.invoiced()
    move_clock(days=60)
    client, address = client_as("accountant"), reverse("fees:bank_file")
    content = sent(f"2026/5/1,{invoice.total},x,{invoice.ref}", head=OTHER)
    page = client.post(address, {"file": SimpleUploadedFile("b.csv", content)})
    assert page.context["faults"][0][0].rule == "layout_unknown" and not page.context["lines"]
    asked = {"columns": page.context["payload"], "name": "みほん第二銀行", **COLUMNS}
    again = client.post(address, {**asked, "payer": ""})
    assert again.context["columns"].errors["payer"] and not BankLayout.objects.filter(name=asked["name"])
    shown = client.post(address, asked)
    assert shown.context["found"].matched == 1 and not BankFile.objects.exists()
    client.post(address, {"shown": shown.context["payload"]})
    assert Invoice.objects.get().state == InvoiceState.PAID


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
    stored = client.post(address, {"shown": shown.context["payload"]}, follow=True)
    assert "BF-2026-0001" in stored.content.decode()
    assert Invoice.objects.get().state == InvoiceState.PAID
