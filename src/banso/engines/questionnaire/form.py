"""A form: what is asked, in which languages, if what, and what an answer may be.

Staff write it as an XLSForm workbook; pyxform compiles it to an ODK XForm; this module reads the compiled
form. Nothing about a form is known anywhere else. What a form uses and this engine does not carry out is
refused by name when it is loaded.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from banso.engines.questionnaire.expressions import Expression, ExpressionError

Kind = Literal["hidden", "text", "whole", "one", "several"]
Texts = Mapping[str, str]

FORMS = Path(__file__).parent / "forms"

# The shipped form that supported firms answer.
SUPPORTED_FIRM = "supported_firm"
# The shipped form of a follow-up after support has ended.
FOLLOW_UP = "follow_up"

# What the compiled form's instance, and so every path in its conditions, starts with.
ROOT = "data"

_XFORMS = "http://www.w3.org/2002/xforms"
_JAVAROSA = "{http://openrosa.org/javarosa}"
_NS = {"x": _XFORMS, "h": "http://www.w3.org/1999/xhtml"}
_LANGUAGE = re.compile(r"\((?P<code>[a-z]{2})\)\s*$")
_REFERENCE = re.compile(r"jr:itext\('(?P<id>[^']+)'\)")
_ITEMS = re.compile(r"instance\('(?P<list>[^']+)'\)/root/item")

# The form's own mark for a question whose column may be missing from a file: "not asked" there.
_ABSENT = "{https://banso.invalid/forms}absent"
_BIND_ATTRIBUTES = frozenset(
    {"nodeset", "type", "required", "relevant", "constraint", f"{_JAVAROSA}constraintMsg", _ABSENT}
)


class FormError(ValueError):
    """A form cannot be used: `place` is the question (or sheet), `detail` what is wrong there."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(f"{place}: {detail}")
        self.place = place
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: its code in files and its words by language."""

    code: str
    labels: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One column of a file of answers and what may stand in it.

    `hidden` questions are carried along and never shown. `relevant` says when the question is asked
    (None: always). `may_be_absent`: a file without the column did not ask it.
    """

    code: str
    kind: Kind
    required: bool
    may_be_absent: bool
    relevant: Expression | None
    constraint: Expression | None
    labels: Texts
    hints: Texts
    constraint_messages: Texts
    choices: tuple[Choice, ...]
    _codes: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_codes", {choice.code: i for i, choice in enumerate(self.choices)})

    def has_choice(self, code: str) -> bool:
        """Return whether the code is in the question's list."""
        return code in self._codes

    def in_order(self, codes: set[str]) -> tuple[str, ...]:
        """Return codes in the order of the question's list; those not in it last, by name."""
        return tuple(sorted(codes, key=lambda code: (self._codes.get(code, len(self._codes)), code)))

    def label(self, language: str) -> str:
        """Return what is asked, in a language; the code where the form has no words."""
        return self.labels.get(language, self.code)

    def choice_label(self, code: str, language: str) -> str:
        """Return the words of a choice; its code if it is not in the list."""
        position = self._codes.get(code)
        return code if position is None else self.choices[position].labels.get(language, code)


@dataclass(frozen=True)
class Form:
    """A compiled form. `digest` (SHA-256 of the compiled form) tells two editions of one version apart."""

    name: str
    title: str
    version: str
    digest: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    _by_code: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {question.code: question for question in self.questions})

    @classmethod
    def load(cls, source: Path | str | bytes) -> "Form":
        """Compile an XLSForm workbook (its path or its bytes).

        Raises FormError if it is no form or uses what the engine does not carry out.
        """
        # Imported here: it is only needed to compile, and slow to import.
        from pyxform.errors import PyXFormError
        from pyxform.xls2xform import convert

        content = source if isinstance(source, bytes) else Path(source).read_bytes()
        try:
            compiled = convert(content, validate=False, form_name=ROOT, file_type=".xlsx").xform
        except PyXFormError as error:
            raise FormError("workbook", str(error)) from error
        return _Reader(compiled.encode()).form()

    def question(self, code: str) -> Question:
        """Return a question by its code. Raises KeyError."""
        return self._by_code[code]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all questions, hidden ones included, in order."""
        return tuple(self._by_code)

    @property
    def shown(self) -> tuple[Question, ...]:
        """The questions a respondent may see."""
        return tuple(question for question in self.questions if question.kind != "hidden")


@cache
def shipped(name: str) -> Form:
    """Return a form that ships with Banso, compiled once in a process."""
    return Form.load(FORMS / f"{name}.xlsx")


class _Reader:
    """Reads one compiled form."""

    def __init__(self, xform: bytes) -> None:
        self._digest = hashlib.sha256(xform).hexdigest()
        self._tree = etree.fromstring(xform)
        instance = self._find("h:head/x:model/x:instance/*")[0]
        self._instance = instance
        languages = self._find(".//x:translation/@lang")
        self._languages = {name: self._language(name) for name in languages}
        self._texts = self._read_texts()
        self._binds = {bind.get("nodeset"): bind for bind in self._find(".//x:bind")}
        self._controls = self._read_controls()

    def form(self) -> Form:
        """Return the form; raise FormError for what cannot be carried out."""
        questions: dict[str, Question] = {}
        for node in self._instance:
            code = etree.QName(node).localname
            if code == "meta":
                continue
            if len(node):
                raise FormError(code, "groups and repeats are not carried out")
            if node.text:
                raise FormError(code, "a default is not carried out")
            question = self._question(code)
            self._check_order(question, questions)
            questions[code] = question
        return Form(
            name=self._instance.get("id"),
            title="".join(self._find("h:head/h:title/text()")),
            version=self._instance.get("version", ""),
            digest=self._digest,
            languages=tuple(self._languages.values()),
            questions=tuple(questions.values()),
        )

    def _find(self, path: str) -> list[Any]:
        return self._tree.xpath(path, namespaces=_NS)

    @staticmethod
    def _language(name: str) -> str:
        match = _LANGUAGE.search(name)
        if not match:
            raise FormError("survey", f"the language {name!r} needs its code behind it, as in 'English (en)'")
        return match["code"]

    def _read_texts(self) -> dict[str, dict[str, str]]:
        texts: dict[str, dict[str, str]] = {}
        for translation in self._find(".//x:translation"):
            language = self._languages[translation.get("lang")]
            for text in translation:
                value = "".join(text.itertext()).strip()
                # pyxform writes "-" where a language has no words.
                if value != "-":
                    texts.setdefault(text.get("id"), {})[language] = value
        return texts

    def _text(self, reference: str | None) -> dict[str, str]:
        """Return a text by language; one that is written once stands for all languages."""
        match = _REFERENCE.fullmatch(reference or "")
        if match:
            return self._texts.get(match["id"], {})
        return dict.fromkeys(self._languages.values(), reference) if reference else {}

    def _read_controls(self) -> dict[str, etree._Element]:
        controls = {}
        for control in self._find("h:body/*"):
            name = etree.QName(control).localname
            if name not in ("input", "select", "select1"):
                raise FormError(control.get("ref") or name, f"{name!r} is not carried out")
            controls[control.get("ref")] = control
        return controls

    def _question(self, code: str) -> Question:
        path = f"/{ROOT}/{code}"
        bind, control = self._binds.get(path), self._controls.get(path)
        if bind is None:
            raise FormError(code, "it has no type")
        for attribute in bind.attrib:
            if attribute not in _BIND_ATTRIBUTES:
                raise FormError(code, f"{etree.QName(attribute).localname!r} is not carried out")
        if bind.get("required") not in (None, "true()", "false()"):
            raise FormError(code, "required must be yes or no")
        labels = hints = {}
        if control is not None:
            labels = self._text_of(control, "label")
            hints = self._text_of(control, "hint")
        return Question(
            code=code,
            kind=self._kind(code, bind, control),
            required=bind.get("required") == "true()",
            may_be_absent=bind.get(_ABSENT) == "allowed",
            relevant=self._expression(code, bind.get("relevant")),
            constraint=self._expression(code, bind.get("constraint")),
            labels=labels,
            hints=hints,
            constraint_messages=self._text(bind.get(f"{_JAVAROSA}constraintMsg")),
            choices=self._choices(code, control),
        )

    def _text_of(self, control: etree._Element, name: str) -> dict[str, str]:
        element = control.find(f"{{{_XFORMS}}}{name}")
        return {} if element is None else self._text(element.get("ref") or element.text)

    @staticmethod
    def _kind(code: str, bind: etree._Element, control: etree._Element | None) -> Kind:
        kinds: dict[tuple[str | None, str | None], Kind] = {
            ("string", None): "hidden",
            ("string", "input"): "text",
            ("int", "input"): "whole",
            ("string", "select1"): "one",
            ("string", "select"): "several",
        }
        control_name = None if control is None else etree.QName(control).localname
        kind = kinds.get((bind.get("type"), control_name))
        if kind is None:
            raise FormError(code, f"the type {bind.get('type')!r} is not carried out")
        return kind

    def _expression(self, code: str, source: str | None) -> Expression | None:
        if source is None:
            return None
        try:
            return Expression(source, ROOT)
        except ExpressionError as error:
            raise FormError(code, str(error)) from error

    def _choices(self, code: str, control: etree._Element | None) -> tuple[Choice, ...]:
        itemset = None if control is None else control.find(f"{{{_XFORMS}}}itemset")
        if itemset is None:
            return ()
        match = _ITEMS.fullmatch(itemset.get("nodeset"))
        if not match:
            raise FormError(code, f"the choice filter {itemset.get('nodeset')!r} is not carried out")
        items = self._find(f".//x:instance[@id='{match['list']}']/x:root/x:item")
        return tuple(
            Choice(
                code=item.findtext(f"{{{_XFORMS}}}name"),
                labels=self._texts.get(item.findtext(f"{{{_XFORMS}}}itextId"), {}),
            )
            for item in items
        )

    @staticmethod
    def _check_order(question: Question, earlier: Mapping[str, Question]) -> None:
        """Refuse a condition on a question that is asked later: answers are judged in order."""
        for expression in (question.relevant, question.constraint):
            later = expression.codes - earlier.keys() - {question.code} if expression else ()
            if later:
                raise FormError(question.code, f"its condition looks ahead at {', '.join(sorted(later))}")
