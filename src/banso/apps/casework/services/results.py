"""Export results: recorded, proved, their yen known, and whether they are confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, hold
from banso.apps.casework.models import (
    Case,
    Confirmation,
    ExportResult,
    ResultSource,
    SalesChannel,
)
from banso.apps.casework.results import PROVEN, Verdict, Word, verdict
from banso.apps.casework.services import checks
from banso.apps.casework.services.lookalikes import LooksLike, lookalikes
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Market
from banso.apps.documents.models import Document, DocumentKind, SubjectKind
from banso.apps.documents.services import Upload, upload
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.programmes.exchange import Rates, rate_on
from banso.apps.programmes.models import ExchangeRate
from banso.engines.kernel import hs
from banso.engines.kernel.money import YEN, currencies_on, decimals, fits, in_yen

#: The grades of proof that each role may give to an export, the usual one first.
GRADES: dict[str, tuple[ResultSource, ...]] = {
    Role.FIRM_MEMBER: (ResultSource.FIRM,),
    Role.EXPERT: (ResultSource.EXPERT, ResultSource.DOCUMENT, ResultSource.SITE, ResultSource.BUYER),
}
_STAFF = (ResultSource.STAFF, ResultSource.DOCUMENT, ResultSource.SITE, ResultSource.BUYER)


@dataclass(frozen=True)
class ResultData:
    """One export: an amount, a quantity in whole units of ``unit``, or both; None is not known.

    ``amount`` is in ``currency`` (ISO 4217); ``amount_yen`` says the same for whole yen. ``mall`` names the
    mall when sold through JAPAN MALL. ``source`` is the grade of proof, empty for the usual one of the role;
    ``proof`` and ``file`` are what proves it. ``on_behalf``: staff write down what the firm told them.
    ``anyway`` stores it although it looks like another. ``entry`` is the number of the form: the same one is
    stored once.
    """

    exported_on: date
    market: Market
    product: str
    channel: str
    amount_yen: int | None = None
    quantity: int | None = None
    unit: str = ""
    sample: bool = False
    mall: Mall | None = None
    entry: UUID | None = None
    amount: Decimal | None = None
    currency: str = YEN
    hs_code: str = ""
    source: str = ""
    proof: str = ""
    file: UploadedFile | None = None
    on_behalf: bool = False
    anyway: bool = False


def grades_of(role: str) -> Sequence[ResultSource]:
    """The grades of proof that a role may give, the usual one first."""
    return GRADES.get(role, _STAFF)


@service
def record_result(actor: Actor, case: Case, data: ResultData) -> ExportResult:
    """Record an export. Proof and the firm's own word count at once; the rest waits for the firm.

    An amount in foreign currency becomes yen by the rate that holds on the day of export; without one the yen
    stay unknown until a rate is imported.

    Raises:
        Refused: a day after today, neither amount nor quantity, a quantity without unit (or a unit without
            quantity), a currency not in use on the day, an amount that cannot be paid in it, a mall missing
            or out of place, an unknown code, a grade of proof without proof, or a case of another expert;
            ``LooksLike``: it looks like exports that are recorded.
    """
    case = checks.locked(case)
    sent = ExportResult.objects.filter(entry=data.entry).first() if data.entry else None
    if sent is not None:
        return sent
    checks.own_case(actor, case)
    source = _grade(actor, data.source)
    exported_on = checks.past_day(actor, data.exported_on, "exported_on")
    money = _money(data)
    quantity = checks.amount(data.quantity, "quantity")
    if money["amount_yen"] is None and money["amount"] is None and quantity is None:
        raise Refused("amount_or_quantity", _("Enter the amount, the quantity or both."), "amount")
    unit = checks.text(data.unit, "unit", 20, wanted=quantity is not None)
    if unit and quantity is None:
        raise Refused("unit_without_quantity", _("Enter the quantity of this unit too."), "quantity")
    result = ExportResult(
        case=case,
        exported_on=exported_on,
        market=data.market,
        product=checks.text(data.product, "product", 80),
        hs_code=_hs_code(data.hs_code),
        quantity=quantity,
        unit=unit,
        sample=data.sample,
        **_channel(data),
        source=source,
        on_behalf=data.on_behalf and source == ResultSource.STAFF,
        proof=checks.text(data.proof, "proof", 120, wanted=False),
        recorded_by_id=actor.user_id,
        recorded_at=actor.at,
        entry=data.entry,
        **money,
    )
    _need_proof(result, data.file)
    alike = [] if data.anyway else lookalikes(result)
    if alike:
        raise LooksLike(alike)
    result.confirmed_at = _verdict(result, []).since
    result.save(force_insert=True)
    if data.file is not None:
        _attach(actor, result, data.file)
    record(
        actor,
        "result.recorded",
        ("case", case.ref),
        {
            "result": result.pk,
            "exported_on": exported_on.isoformat(),
            "sample": result.sample,
            "amount_yen": result.amount_yen,
            **_foreign(result),
            "quantity": quantity,
            "source": source.value,
            "confirmed": result.confirmed_at is not None,
        },
    )
    return result


@service
def prove_result(
    actor: Actor, result: ExportResult, source: str, proof: str = "", file: UploadedFile | None = None
) -> ExportResult:
    """Give an export a better proof than it has: a document, a report of the site or the buyer's word.

    Raises:
        Refused: no such grade, no proof given, or the export has this grade or a better one already.
    """
    result = locked(result)
    checks.own_case(actor, result.case)
    order = ResultSource.values
    grade = _grade(actor, source)
    if grade not in PROVEN or order.index(grade) >= order.index(result.source):
        raise Refused("no_better_proof", _("This export is proved as well already."), "source")
    before, result.source = result.source, grade
    result.proof = checks.text(proof, "proof", 120, wanted=False) or result.proof
    _need_proof(result, file)
    if file is not None:
        _attach(actor, result, file)
    settle_by_words(result)
    result.save(update_fields=["source", "proof", "document", *SETTLED_FIELDS])
    record(
        actor,
        "result.proven",
        ("case", result.case.ref),
        {
            "result": result.pk,
            "source": grade.value,
            "before": before,
            "confirmed": result.confirmed_at is not None,
        },
    )
    return result


@service
def fill_yen(actor: Actor, result: ExportResult, rate: ExchangeRate) -> ExportResult:
    """Say in yen what an export came to, once the rate of its day is known."""
    result = locked(result)
    if result.amount_yen is not None or result.amount is None:
        return result
    _at_rate(result, rate)
    result.save(update_fields=["amount_yen", "rate", "rate_on", "rate_source"])
    record(
        actor,
        "result.yen_known",
        ("case", result.case.ref),
        {"result": result.pk, "amount_yen": result.amount_yen, **_foreign(result)},
    )
    return result


def fill_waiting(actor: Actor, currencies: Sequence[str]) -> int:
    """Fill every export that waited for a rate of these currencies; called when rates are stored."""
    waiting = ExportResult.objects.filter(
        currency__in=currencies, amount__isnull=False, amount_yen__isnull=True
    ).order_by("pk")
    rates, filled = Rates(currencies), 0
    for result in waiting:
        rate = rates.on(result.currency, result.exported_on)
        if rate is not None:
            fill_yen(actor, result, rate)
            filled += 1
    return filled


def locked(result: ExportResult) -> ExportResult:
    """The export as stored now, its row held until the transaction ends."""
    rows = hold(ExportResult.objects).select_related("case__expert", "case__firm")
    return rows.get(pk=result.pk)


#: What stands in the columns of a rate where there is none.
_NO_RATE: dict[str, Any] = {"rate": None, "rate_on": None, "rate_source": ""}
#: The columns that ``settle_by_words`` sets.
SETTLED_FIELDS = ("confirmed_at", "settled_at", "settled_by", "settled_reason")


def settle_by_words(result: ExportResult) -> None:
    """Let proof and words alone say whether an export is confirmed. What staff had settled is open again."""
    words = [word_of(row) for row in answers_of(result)]
    result.confirmed_at = None if result.duplicate_of_id else _verdict(result, words).since
    result.settled_at, result.settled_by, result.settled_reason = None, None, ""


def answers_of(result: ExportResult) -> list[Confirmation]:
    """The answers given of an export by people of its firm, oldest first.

    An export entered on the wrong case is moved: what people of the other firm said of it no longer counts.
    """
    firm = result.case.firm_id
    of_firm = Q(contact__firm=firm) | Q(contact__isnull=True, user__assignments__firm=firm)
    rows = result.confirmations.filter(of_firm, given_at__isnull=False).select_related("contact").distinct()
    return list(rows.order_by("given_at", "pk"))


def word_of(row: Confirmation) -> Word:
    """An answer as a plain value. A contact who signs in is the same person as the user."""
    user = row.contact.user_id if row.contact else row.user_id
    person = f"user-{user}" if user else f"contact-{row.contact_id}"
    assert row.given_at is not None
    return Word(person, row.answer, row.given_at)


def verdict_of(result: ExportResult, answers: Sequence[Confirmation]) -> Verdict:
    """What proof and answers make of an export, whatever staff settled."""
    return _verdict(result, [word_of(row) for row in answers if row.given_at is not None])


def _verdict(result: ExportResult, words: Sequence[Word]) -> Verdict:
    return verdict(result.source, f"user-{result.recorded_by_id}", result.recorded_at, words)


def restate_result(result: ExportResult) -> None:
    """Let what depends on the columns of an export follow them: its yen, and whether it is confirmed.

    The caller stores the row. What staff had settled is open again.

    Raises:
        Refused: what ``record_result`` refuses of the same columns.
    """
    result.hs_code = _hs_code(result.hs_code)
    data = ResultData(
        result.exported_on,
        result.market,
        result.product,
        result.channel,
        amount_yen=result.amount_yen,
        mall=result.mall,
        amount=result.amount,
        currency=result.currency,
    )
    _channel(data)
    for column, value in {**_NO_RATE, **_money(data)}.items():
        setattr(result, column, value)
    if result.amount_yen is None and result.amount is None and result.quantity is None:
        raise Refused("amount_or_quantity", _("Enter the amount, the quantity or both."), "amount")
    if bool(result.unit) != (result.quantity is not None):
        message = _("Enter a quantity and its unit together, or neither.")
        raise Refused("quantity_with_unit", message, "unit" if result.quantity is not None else "quantity")
    _need_proof(result, None)
    settle_by_words(result)


def take_figures(result: ExportResult, answer: Confirmation) -> None:
    """Put the amount and the day that an answer gives in the place of what was written; yen follow.

    Raises:
        Refused: the answer gives neither, or the amount cannot be paid in the currency.
    """
    if answer.amount is None and answer.exported_on is None:
        raise Refused("no_other_figures", _("Nobody gave other figures for this export."), "decision")
    result.exported_on = answer.exported_on or result.exported_on
    written = Decimal(result.amount_yen) if result.currency == YEN and result.amount_yen is not None else None
    amount = answer.amount if answer.amount is not None else result.amount or written
    data = ResultData(result.exported_on, result.market, "", "", amount=amount, currency=result.currency)
    for column, value in _money(data).items():
        setattr(result, column, value)


def _grade(actor: Actor, source: str) -> ResultSource:
    grades = grades_of(actor.role)
    if not source:
        return grades[0]
    return ResultSource(checks.one_of(source, [grade.value for grade in grades], "source"))


def _money(data: ResultData) -> dict[str, Any]:
    """The columns of an amount. Yen stand in ``amount_yen`` alone."""
    currency = data.currency.strip().upper()
    if currency not in currencies_on(data.exported_on):
        raise Refused("currency_unknown", _("This is no currency in use on the day of export."), "currency")
    amount = data.amount
    if amount is not None and not 0 <= amount <= checks.LARGEST:
        raise Refused("amount_range", _("Enter an amount from 0 to 10,000,000,000,000."), "amount")
    if amount is not None and not fits(amount, currency):
        places = decimals(currency)
        message = (
            _("An amount in %(currency)s has no decimals.")
            if places == 0
            else _("An amount in %(currency)s has at most %(places)s decimals.")
        )
        raise Refused("amount_decimals", message % {"currency": currency, "places": places}, "amount")
    if currency == YEN:
        whole = int(amount) if amount is not None else data.amount_yen
        return {"currency": YEN, "amount": None, "amount_yen": checks.amount(whole, "amount")}
    result = ExportResult(currency=currency, amount=amount, exported_on=data.exported_on)
    rate = rate_on(currency, data.exported_on) if amount is not None else None
    if rate is not None:
        _at_rate(result, rate)
    columns = ("currency", "amount", "amount_yen", "rate", "rate_on", "rate_source")
    return {column: getattr(result, column) for column in columns}


def _at_rate(result: ExportResult, rate: ExchangeRate) -> None:
    assert result.amount is not None
    result.rate, result.rate_on, result.rate_source = rate.yen, rate.day, rate.source
    result.amount_yen = in_yen(result.amount, rate.yen)


def _foreign(result: ExportResult) -> dict[str, str | None]:
    if result.currency == YEN:
        return {}
    return {
        "currency": result.currency,
        "amount": None if result.amount is None else f"{result.amount.normalize():f}",
        "rate": None if result.rate is None else f"{result.rate.normalize():f}",
        "rate_on": result.rate_on.isoformat() if result.rate_on else None,
    }


def _channel(data: ResultData) -> dict[str, Any]:
    channel = checks.one_of(data.channel, SalesChannel.values, "channel")
    if channel == SalesChannel.MALL and data.mall is None:
        raise Refused("mall_missing", _("Choose the mall through which it was sold."), "mall")
    if channel != SalesChannel.MALL and data.mall is not None:
        raise Refused("mall_out_of_place", _("Choose a mall only for sales through JAPAN MALL."), "mall")
    return {"channel": channel, "mall": data.mall}


def _hs_code(text: str) -> str:
    try:
        return hs.read_code(text, hs.LENGTHS)
    except hs.HSCodeError as fault:
        raise Refused("hs_code", _("An HS code has 4, 6 or 9 digits."), "hs_code") from fault


def _need_proof(result: ExportResult, file: UploadedFile | None) -> None:
    """A document is named or attached; other proof says where it comes from."""
    if result.source in PROVEN and not (result.proof or file or result.document_id):
        message = _("Name the document, report or message that proves it, or attach it.")
        raise Refused("proof_missing", message, "proof")


def _attach(actor: Actor, result: ExportResult, file: UploadedFile) -> None:
    result.document = attach(actor, result, file, DocumentKind.CUSTOMS)
    ExportResult.objects.filter(pk=result.pk).update(document=result.document)


def attach(actor: Actor, result: ExportResult, file: UploadedFile, kind: DocumentKind) -> Document:
    """Store a file that proves an export as a document of its case, seen by the firm and its expert."""
    return upload(
        actor,
        Upload(
            firm=result.case.firm,
            subject_kind=SubjectKind.CASE,
            subject_ref=result.case.ref,
            kind=kind,
            name=file.name or "file",
            content=file.file,  # type: ignore[arg-type]
            visible_to_firm=True,
            visible_to_expert=True,
        ),
    )
