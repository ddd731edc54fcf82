"""Documents of cases: small real files, made here, and what is kept about each of them."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from banso.apps.accounts.roles import Role
from banso.apps.documents.files import path_of
from banso.apps.documents.models import Document, DocumentKind, SubjectKind
from banso.apps.journal.services import digest
from banso.demo.casework import CaseRow
from banso.demo.firms import FirmRow
from banso.demo.plan import Plan, later

#: Of the screened cases, how many hold documents.
SHARE = 0.3
INVOICE = "Commercial invoice"
_PDF = "application/pdf"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class _Sort:
    """A sort of document: who uploads it, how it is called, and what it is."""

    role: Role
    kind: DocumentKind
    title: str
    ending: str
    content_type: str
    firm_sees: bool
    expert_sees: bool
    words: str = "Confirmation of support"

    @property
    def content(self) -> bytes:
        """The file itself."""
        return _content(self.ending, self.words)


SORTS = (
    _Sort(Role.OFFICE_STAFF, DocumentKind.CONTRACT, "支援に関する確認書", "pdf", _PDF, True, True),
    _Sort(Role.FIRM_MEMBER, DocumentKind.PHOTO, "商品写真", "png", "image/png", True, True),
    _Sort(Role.FIRM_MEMBER, DocumentKind.OTHER, "価格表", "xlsx", _SHEET, True, True),
    _Sort(Role.FIRM_MEMBER, DocumentKind.INVOICE, "インボイス", "pdf", _PDF, True, False, INVOICE),
    _Sort(Role.EXPERT, DocumentKind.STRATEGY, "市場調査メモ", "txt", "text/plain", False, True),
)


#: What a firm without mail address signed; not one of the sorts that cases hold.
PAPER = _Sort(
    Role.OFFICE_STAFF, DocumentKind.OTHER, "代行入力の確認書（署名）", "pdf", _PDF, True, False,
    "Signed confirmation of entries",
)  # fmt: skip


@dataclass(frozen=True)
class _Draft:
    at: datetime
    case: CaseRow
    sort: _Sort
    stored_name: str


def write_documents(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Write documents of some screened cases. The files themselves are stored by ``store_files``."""
    chance = plan.random("documents")
    drafts = [
        draft
        for case in cases
        if case.applied_on and (case.firm.example or chance.random() < SHARE)
        for draft in _drafts(plan, chance, case)
    ]
    for draft in sorted(drafts, key=lambda draft: draft.at):
        _write(plan, draft)


def _drafts(plan: Plan, chance: random.Random, case: CaseRow) -> list[_Draft]:
    wanted = SORTS if case.firm.example else chance.sample(SORTS, chance.randint(1, 3))
    found, moment = [], case.opened
    for sort in (sort for sort in SORTS if sort in wanted):
        moment = later(chance, moment, 3, 40)
        name = f"{chance.getrandbits(128):032x}"
        if plan.past(moment) and _uploader(case, sort) is not None:
            found.append(_Draft(moment, case, sort, name))
    return found


def _uploader(case: CaseRow, sort: _Sort) -> int | None:
    if sort.role == Role.EXPERT:
        return case.expert.user if case.expert else None
    return case.firm.user if sort.role == Role.FIRM_MEMBER else case.staff


def _write(plan: Plan, draft: _Draft) -> None:
    sort, case = draft.sort, draft.case
    subject, uploader = (SubjectKind.CASE.value, case.ref), _uploader(case, sort)
    _store(plan, sort, draft.at, uploader, case.firm.id, subject, draft.stored_name)


def write_paper(
    plan: Plan, moment: datetime, uploader: int, firm: FirmRow, stored_name: str
) -> tuple[int, str]:
    """A paper that a firm signed, attached to the firm: its key and reference."""
    return _store(plan, PAPER, moment, uploader, firm.id, (SubjectKind.FIRM.value, firm.ref), stored_name)


def _store(
    plan: Plan,
    sort: _Sort,
    moment: datetime,
    uploader: int | None,
    firm: int,
    subject: tuple[str, str],
    stored_name: str,
) -> tuple[int, str]:
    sha256 = hashlib.sha256(sort.content).hexdigest()
    ref = plan.reference("D", moment.date())
    key = plan[Document].add(
        ref=ref,
        firm_id=firm,
        subject_kind=subject[0],
        subject_ref=subject[1],
        kind=sort.kind,
        title=sort.title,
        original_name=f"{sort.title}.{sort.ending}",
        stored_name=stored_name,
        size=len(sort.content),
        sha256=sha256,
        content_type=sort.content_type,
        visible_to_firm=sort.firm_sees,
        visible_to_expert=sort.expert_sees,
        uploaded_by_id=uploader,
        uploaded_at=moment,
    )
    payload = {"kind": sort.kind, "of": subject[0], "record": subject[1], "size": len(sort.content)}
    payload |= {"content": digest(sha256), "replaces": ""}
    plan.event(moment, uploader, sort.role, "document.uploaded", ("document", ref), payload)
    return key, ref


def store_files() -> None:
    """Store the files of the documents that were written."""
    by_hash = {hashlib.sha256(sort.content).hexdigest(): sort.content for sort in (*SORTS, PAPER)}
    for name, sha256 in Document.objects.order_by("pk").values_list("stored_name", "sha256"):
        path = path_of(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(by_hash[sha256])


@cache
def _content(ending: str, words: str) -> bytes:
    """A small real file of a format, the same at every call."""
    makers = {"pdf": lambda: _pdf(words), "png": _png, "xlsx": _xlsx}
    note = "展示会で聞いた現地の売価と、競合商品の包装についてのメモ。デモ用の架空の内容です。\n"
    return makers[ending]() if ending in makers else note.encode()


def _pdf(words: str) -> bytes:
    """One page with two lines."""
    text = (
        f"BT /F1 20 Tf 60 760 Td ({words}) Tj 0 -30 Td /F1 11 Tf (Demonstration: not a real document.) Tj ET"
    )
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += (
        f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out.encode("ascii")


def _png() -> bytes:
    """A square of 64 points in one colour."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = (b"\0" + b"\x6b\x8e\x23" * 64) * 64
    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(lines, 9))
        + part(b"IEND", b"")
    )


def _xlsx() -> bytes:
    """A workbook with one small sheet; written part by part, since a library would write the time into it."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = (("商品", "FOB価格（円）"), ("200g", "1200"), ("500g", "2600"))
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    rels = f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="'
        'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": rels + 'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="価格表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels + 'worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in parts.items():
            packed.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return out.getvalue()
