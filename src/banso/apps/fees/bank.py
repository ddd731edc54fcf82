"""A file of the bank: read by a layout, matched with invoices, shown, then stored all or nothing.

1. The columns of the file must be those of a layout (``bank_layouts``). Rows that pay nothing in are passed.
2. A line is matched by the number of an invoice in its text; else by its payer, where exactly one firm that
   owes something is written so in kana: it pays the invoice of its very amount, else the oldest.
3. A line of which only the amount fits is proposed to an accountant, with every open invoice of that amount.
   It is not taken by itself: as a line of which nobody can be told it is stored without a payment and matched
   by a person.
4. The same file is stored once.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.base import Refused, hold
from banso.apps.directory.models import Firm
from banso.apps.fees.accounts import standings
from banso.apps.fees.bank_layouts import layout_of, layouts
from banso.apps.fees.models import BankFile, BankLayout, BankLine, Invoice, InvoiceState, Payment
from banso.apps.fees.payments import MOST_YEN, PaymentData, receive
from banso.apps.fees.transitions import ACCOUNTS
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import next_reference, record, service
from banso.apps.journal.years import in_closed_year
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import Limits, Row, Table, read_table
from banso.web import formats
from banso.web.faults import TABLE_RULES, sentence
from banso.web.normalise import number_text, read_date

LIMITS = Limits(file_bytes=1024 * 1024, rows=2_000, columns=40)
_TEMPLATES = {
    **TABLE_RULES,
    "layout_unknown": gettext_lazy(
        "These are the columns of no known layout. Known are: %(known)s. Choose the columns below."
    ),
    "bank_day": gettext_lazy("This is no day, or one that lies ahead."),
    "bank_day_closed": gettext_lazy("This day lies in a fiscal year that is closed."),
    "bank_yen": gettext_lazy("This is no amount in whole yen above zero."),
}
#: So many known layouts are named beside a file that has none of them.
_NAMED = 5
_NUMBER = re.compile(r"INV-?(\d{4})-?(\d{4,6})")
#: What banks write for the kind of a company, and what a register of firms does.
_KINDS = re.compile(
    r"^(カ\)|ユ\)|ド\)|カブシキガイシヤ|ユウゲンガイシヤ|ゴウドウガイシヤ)|(\(カ|\(ユ|\(ド|カブシキガイシヤ|ユウゲンガイシヤ|ゴウドウガイシヤ)$"
)
_LARGE = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")


@dataclass(frozen=True)
class Read:
    """A payment in as a row of the file says it."""

    row: int
    day: date
    yen: int
    payer: str
    text: str


@dataclass(frozen=True)
class Proposal:
    """Whose payment a row is, which invoices it pays in this order, and by what.

    ``by``: number, amount (payer and amount agree), name (the payer alone), or nothing. Only then there are
    ``candidates``: open invoices of the very amount, of which a person may choose one.
    """

    read: Read
    firm: Firm | None = None
    invoices: tuple[Invoice, ...] = ()
    by: str = ""
    candidates: tuple[Invoice, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a file comes to. With faults nothing of it can be stored; ``passed`` rows pay nothing in.

    ``layout`` is None where the columns are those of no known layout; they can be chosen then.
    """

    table: Table
    layout: BankLayout | None
    proposals: tuple[Proposal, ...]
    faults: tuple[tuple[Fault, str], ...]
    passed: int = 0

    @property
    def total(self) -> int:
        """Yen of all its payments."""
        return sum(proposal.read.yen for proposal in self.proposals)

    @property
    def matched(self) -> int:
        """How many payments are of a firm that is known."""
        return sum(proposal.firm is not None for proposal in self.proposals)

    @property
    def mappable(self) -> bool:
        """Whether its columns can be chosen by hand."""
        return self.table.readable and bool(self.table.header)


def preview(name: str, content: bytes, today: date, layout: BankLayout | None = None) -> Preview:
    """Read a file and say whose each payment would be. Nothing is stored.

    Without a layout the one that fits is taken.

    Raises:
        Refused: ``file_twice``.
    """
    stored = BankFile.objects.filter(digest=_digest(content)).first()
    if stored is not None:
        message = _("This file is stored already, as %(ref)s on %(day)s. Nothing changed.")
        told = {"ref": stored.ref, "day": formats.day(stored.stored_at)}
        raise Refused("file_twice", message % told, "file")
    table = read_table(name, content, LIMITS)
    faults = list(errors_among(table.faults))
    if layout is None or not set(layout.columns.values()) <= set(table.header):
        layout = layout_of(table)
    if table.readable and not faults and layout is None:
        known = " / ".join(f"{one.name} ({', '.join(one.columns.values())})" for one in layouts()[:_NAMED])
        faults.append(Fault(name, 1, None, "、".join(table.header)[:200], "layout_unknown", {"known": known}))
    reads, passed = _rows(table, layout.columns, today, faults) if layout else ([], 0)
    said = tuple((fault, sentence(_TEMPLATES, fault)) for fault in faults)
    return Preview(table, layout, () if faults else tuple(_matched(reads, today)), said, passed)


@service
def store_bank_file(actor: Actor, name: str, content: bytes, layout: BankLayout | None = None) -> BankFile:
    """Store a file: every line of it, and a payment for each whose firm is known.

    ``layout`` is the one by which it was shown; without one the one that fits is taken.

    Raises:
        Refused: ``role``; ``file_twice``; ``file_faulty``: the first of its faults, by place and rule.
    """
    if actor.role not in ACCOUNTS:
        raise Refused("role", _("Your role may not do this."))
    found = preview(name, content, actor.today, layout)
    if found.faults:
        fault, said = found.faults[0]
        message = _("Row %(row)s, column %(column)s: %(said)s") % {
            "row": fault.row or 1,
            "column": fault.column or "–",
            "said": said,
        }
        raise Refused("file_faulty", message, "file")
    if not found.proposals:
        raise Refused("file_empty", _("There is no payment in it."), "file")
    file, new = BankFile.objects.get_or_create(
        digest=_digest(content),
        defaults={
            "ref": next_reference("BF", actor),
            "name": name[-200:],
            "stored_by_id": actor.user_id,
            "stored_at": actor.at,
        },
    )
    if not new:
        raise Refused("file_twice", _("Somebody has just stored this file."), "file")
    for proposal in found.proposals:
        read = proposal.read
        line = BankLine.objects.create(
            file=file, number=read.row, booked_on=read.day, yen=read.yen, payer=read.payer, text=read.text
        )
        if proposal.firm is not None:
            receive(actor, PaymentData(proposal.firm, read.day, read.yen, proposal.invoices), line)
    told = {"lines": len(found.proposals), "matched": found.matched, "yen": found.total, "file": file.digest}
    record(actor, "bank_file.stored", ("bank_file", file.ref), told)
    return file


@service
def match_line(actor: Actor, line: BankLine, number: str) -> Payment:
    """Say which invoice a line of the bank pays that was stored without a payment.

    Raises:
        Refused: ``line_matched`` meanwhile; ``invoice_unknown``; ``invoice_cancelled``.
    """
    if actor.role not in ACCOUNTS:
        raise Refused("role", _("Your role may not do this."))
    line = hold(BankLine.objects.select_related("file")).get(pk=line.pk)
    if Payment.objects.filter(line=line).exists():
        raise Refused("line_matched", _("Somebody has matched this payment already."))
    meant = _NUMBER.search(unicodedata.normalize("NFKC", number).upper())
    invoice = Invoice.objects.filter(ref=_ref(meant)).select_related("firm").first() if meant else None
    if invoice is None:
        raise Refused("invoice_unknown", _("There is no invoice of this number."), "number")
    payment = receive(actor, PaymentData(invoice.firm, line.booked_on, line.yen, (invoice,)), line)
    told = {"line": line.number, "yen": line.yen}
    record(actor, "bank_line.matched", ("bank_file", line.file.ref), told)
    return payment


def invoices_of(yen: int, today: date) -> list[Invoice]:
    """Invoices of which exactly so many yen are open, the oldest first. Four queries."""
    issued = Invoice.objects.filter(state=InvoiceState.ISSUED, total__gte=yen).select_related("firm")
    rows = list(issued.order_by("issued_on", "pk"))
    found = standings(rows, today)
    return [invoice for invoice in rows if found[invoice.pk].open == yen]


def kana(text: str) -> str:
    """A name in kana as banks write it: full width, no small kana, no spaces, without the kind of company."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LARGE)
    plain = re.sub(r"[\s・.,\-ー−]+", "", plain)
    return _KINDS.sub("", plain)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _ref(found: re.Match[str]) -> str:
    return f"INV-{found[1]}-{found[2]}"


def _rows(table: Table, layout: dict[str, str], today: date, faults: list[Fault]) -> tuple[list[Read], int]:
    found, passed, closed = [], 0, {}
    for row in table.rows:
        written = number_text(row.cells.get(layout["yen"], ""))
        if written in ("", "0"):
            passed += 1
            continue
        day = read_date(row.cells.get(layout["day"], ""))
        yen = int(written) if written.isdigit() else 0
        if day is None or day > today:
            faults.append(_fault(table, row, layout["day"], "bank_day"))
        elif closed.setdefault(day, in_closed_year(day)):
            faults.append(_fault(table, row, layout["day"], "bank_day_closed"))
        if not 0 < yen <= MOST_YEN:
            faults.append(_fault(table, row, layout["yen"], "bank_yen"))
        if day is not None:
            payer, text = row.cells[layout["payer"]][:120], row.cells.get(layout.get("text", ""), "")[:200]
            found.append(Read(row.number, day, yen, payer, text))
    return found, passed


def _fault(table: Table, row: Row, column: str, rule: str) -> Fault:
    return Fault(table.file, row.number, column, row.cells.get(column, "")[:60], rule, {})


def _matched(reads: Sequence[Read], today: date) -> list[Proposal]:
    """Whose each payment is. What an earlier row of the file pays is no longer open for a later one."""
    issued = list(
        Invoice.objects.filter(state=InvoiceState.ISSUED).select_related("firm").order_by("issued_on", "pk")
    )
    left = {pk: standing.open for pk, standing in standings(issued, today).items()}
    of_firm: dict[int, list[Invoice]] = defaultdict(list)
    firms: dict[str, dict[int, Firm]] = defaultdict(dict)
    for invoice in issued:
        of_firm[invoice.firm_id].append(invoice)
        firms[kana(invoice.firm.name_kana)][invoice.firm_id] = invoice.firm
    found = []
    for read in reads:
        proposal = (
            _by_number(read)
            or _by_name(read, firms, of_firm, left)
            or Proposal(read, candidates=tuple(one for one in issued if left[one.pk] == read.yen))
        )
        rest = read.yen
        for invoice in proposal.invoices:
            used = min(rest, left.get(invoice.pk, 0))
            left[invoice.pk], rest = left.get(invoice.pk, 0) - used, rest - used
        found.append(proposal)
    return found


def _by_number(read: Read) -> Proposal | None:
    written = unicodedata.normalize("NFKC", f"{read.payer} {read.text}").upper()
    number = _NUMBER.search(written)
    invoice = Invoice.objects.filter(ref=_ref(number)).select_related("firm").first() if number else None
    if invoice is None:
        return None
    pays = (invoice,) if invoice.state != InvoiceState.CANCELLED else ()
    return Proposal(read, invoice.firm, pays, "number")


def _by_name(
    read: Read,
    firms: dict[str, dict[int, Firm]],
    of_firm: dict[int, list[Invoice]],
    left: dict[int, int],
) -> Proposal | None:
    name = kana(read.payer)
    named = list(firms.get(name, {}).values()) if name else []
    if len(named) != 1:
        return None
    firm = named[0]
    still = [invoice for invoice in of_firm[firm.pk] if left[invoice.pk] > 0]
    exact = [invoice for invoice in still if left[invoice.pk] == read.yen]
    if exact:
        return Proposal(read, firm, (exact[0],), "amount")
    return Proposal(read, firm, tuple(still), "name")
