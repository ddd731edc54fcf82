"""Try one: what two versions say about one application or case, or about facts that somebody types in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.directory.selectors import firms_found
from banso.apps.policies import selectors
from banso.apps.policies.heads import Head
from banso.apps.policies.models import PolicyVersion, State
from banso.apps.policies.notation import Column, named, say
from banso.apps.policies.reach import find
from banso.apps.policies.subjects import Case, Subject, known_subjects
from banso.engines.policy.cells import number_of
from banso.engines.policy.compiled import Compiled, WrongFact, fitted
from banso.engines.policy.expressions import Value
from banso.engines.policy.graph import Loop
from banso.engines.policy.model import Decision, Fact, Kind
from banso.web import formats
from banso.web.normalise import number_text, read_date

#: Where the session remembers what was tried last, so that every table shows the same one.
_LAST = "policy_tried"
_LONGEST = 200
#: So many of a kind are offered when a firm is looked for.
_MATCHES = 8


@dataclass(frozen=True)
class Asked:
    """One fact of the form: what is typed, what else may be chosen, and what is wrong with it."""

    column: Column
    typed: str
    said: str
    choices: tuple[tuple[str, str], ...] = ()
    fault: str = ""

    @property
    def name(self) -> str:
        """The name of its input."""
        return f"f.{self.column.name}"


@dataclass(frozen=True)
class Row:
    """A row that matched: its table, its number, and its reason."""

    table: str
    title: str
    number: int
    reason: str


@dataclass(frozen=True)
class Side:
    """What one version says."""

    version: PolicyVersion
    #: Results by title; the flag says that the other version says something else.
    values: tuple[tuple[str, str, bool], ...] = ()
    rows: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    #: Why nothing can be said.
    stopped: str = ""


class Trial:
    """One try: the facts, and what each of two versions makes of them."""

    def __init__(
        self, head: Head, facts: Mapping[str, Value], wrong: Mapping[str, str], typed: Mapping[str, str],
        decisions: tuple[str, ...] | None,
    ) -> None:  # fmt: skip
        """``wrong``: what is wrong with facts typed; ``decisions``: the results or tables asked for."""
        versions = [version for version in (head.other, head.version) if version is not None]
        self._ready = [(version, _compiled(version, decisions)) for version in versions]
        self._facts, self._wrong, self._typed = facts, wrong, typed
        decided = [(version, compiled, self._decide(compiled)) for version, compiled in self._ready]
        outputs = [found.outputs if isinstance(found, Decision) else {} for _v, _c, found in decided]
        self.sides = [_side(*one, outputs) for one in decided]

    @property
    def asked(self) -> list[Asked]:
        """Every fact that either version takes."""
        found: dict[str, Asked] = {}
        for _version, compiled in self._ready:
            if compiled is None:
                continue
            words = named(compiled.policy)
            for fact in compiled.facts:
                if fact.name not in found:
                    found[fact.name] = self._asked(fact, words[fact.name])
        return list(found.values())

    def _asked(self, fact: Fact, column: Column) -> Asked:
        value = self._facts.get(fact.name)
        typed = self._typed.get(fact.name)
        if typed is None:
            typed = "" if value is None else column.word(value) if fact.kind is Kind.DATE else _plain(value)
        choices: tuple[tuple[str, str], ...] = ()
        if fact.kind is Kind.BOOLEAN:
            choices = (("true", column.word(True)), ("false", column.word(False)))
        elif fact.kind is Kind.TEXT and fact.domain.values is not None:
            choices = tuple((code, column.word(code)) for code in fact.domain.values)
        said = formats.unknown(None) if value is None else column.value(value)
        return Asked(column, typed, said, choices, self._wrong.get(fact.name, ""))

    def _decide(self, compiled: Compiled | None) -> Decision | str:
        if compiled is None:
            return _("This version cannot be asked before its cells can be read.")
        try:
            return compiled.decide(self._facts)
        except WrongFact as wrong:
            title = named(compiled.policy)[wrong.name].title
            return _("%(fact)s: the value does not fit this version.") % {"fact": title}


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _compiled(version: PolicyVersion, decisions: tuple[str, ...] | None) -> Compiled | None:
    try:
        policy = selectors.policy_of(version)
        asked = decisions or (*policy.results, *(amount.name for amount in policy.amounts))
        tables = {table.name for table in policy.tables}
        # A table may be called like its result: then the result is asked for as any other.
        known = (*selectors.asked_of(version, asked), *(name for name in asked if name in tables))
        return Compiled(policy, tuple(dict.fromkeys(known)))
    except (ValueError, Loop):
        return None


def _side(
    version: PolicyVersion,
    compiled: Compiled | None,
    found: Decision | str,
    outputs: list[Mapping[str, Value]],
) -> Side:
    if compiled is None or isinstance(found, str):
        return Side(version, stopped=str(found))
    policy = compiled.policy
    words = named(policy)
    tables = {table.name: say(table.title) for table in policy.tables}
    values = tuple(
        (words[name].title, words[name].value(value), any(one.get(name) != value for one in outputs))
        for name, value in found.outputs.items()
    )
    rows = tuple(
        Row(reason.table, tables[reason.table], reason.row, say(reason.text)) for reason in found.reasons
    )
    missing = tuple(words[name].title for name in found.missing)
    return Side(version, values, rows, missing, tuple(tables[name] for name in found.conflicts))


# The page


@requires(Action.POLICY_VIEW)
@require_GET
def try_one(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions side by side on one case, or on facts typed in. Nothing is stored."""
    access: Access = request.access  # type: ignore[attr-defined]
    table = request.GET.get("table", "")
    head = Head(find(request, code), access, "")
    part = table in head.sheets and bool(request.headers.get("HX-Request"))
    may_look = access.can(Action.RECORD_LIST)
    ref = request.GET.get("ref", "").strip()[:_LONGEST] if may_look else ""
    if part and not ref and may_look:
        ref = str(request.session.get(_LAST, ""))
    found = case_by_ref(access, ref) if ref else None
    if found and request.session.get(_LAST) != ref:
        request.session[_LAST] = ref
    typed = {k.removeprefix("f."): v[:_LONGEST] for k, v in request.GET.items() if k.startswith("f.")}
    facts, wrong = _read(head, typed)
    if found and not typed:
        facts = {**found[1].facts}
    decisions = (table,) if part else found[0].decisions if found else None
    context = {
        "head": head,
        "ref": ref,
        "may_look": may_look,
        "subject": found[0] if found else None,
        "address": found[0].address(found[1].ref) if found else "",
        "may_move": bool(found) and _may_move(access, head.version, *found),
        "matches": _matches(ref) if ref and found is None else [],
        "not_found": bool(ref) and found is None,
        "trial": Trial(head, facts, wrong, typed, decisions) if found or typed or not part else None,
        "shown": bool(found or typed),
        "table": table if part else "",
    }
    return render(request, "policies/parts/try.html" if part else "policies/try.html", context)


def _may_move(access: Access, version: PolicyVersion, subject: Subject, case: Case) -> bool:
    """Whether the person may let this version judge the record, which it does not yet."""
    if version.state != State.PUBLISHED or not access.can(Action.POLICY_MIGRATE):
        return False
    judging = selectors.version_for(subject.kind, case.ref, case.applied_on, version.family.code)
    return judging != version and access.allows(Action.POLICY_MIGRATE, version)


def case_by_ref(access: Access, ref: str) -> tuple[Subject, Case] | None:
    """The application or case of a reference; None also where the person may not open it yet."""
    for subject in known_subjects():
        case = subject.case_of(ref)
        if case is not None:
            closed = subject.closed_to and subject.closed_to(access).filter(ref=case.ref).exists()
            return None if closed else (subject, case)
    return None


def _matches(text: str) -> list[tuple[str, str]]:
    """References of applications and cases of firms found by this text, each with a few words."""
    firms = firms_found(text)
    return [
        line for subject in known_subjects() if subject.of_firms for line in subject.of_firms(firms, _MATCHES)
    ]


def _read(head: Head, typed: Mapping[str, str]) -> tuple[dict[str, Value], dict[str, str]]:
    """The facts that were typed, and what is wrong with those that cannot be read."""
    facts: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    known: dict[str, Fact] = {}
    for version in (head.other, head.version):
        compiled = _compiled(version, None) if version else None
        known |= {fact.name: fact for fact in compiled.facts} if compiled else {}
    for name, text in typed.items():
        if name not in known or not text.strip():
            continue
        try:
            facts[name] = fitted(known[name], _value(known[name], text))
        except (ValueError, WrongFact):
            wrong[name] = _("This value does not fit the fact.")
    return facts, wrong


def _value(fact: Fact, text: str) -> Any:
    if fact.kind is Kind.NUMBER:
        number = number_of(number_text(text))
        if number is None:
            raise ValueError(text)
        return number
    if fact.kind is Kind.DATE:
        day = read_date(text)
        if day is None:
            raise ValueError(text)
        return day
    if fact.kind is Kind.BOOLEAN:
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"
    return text.strip()
