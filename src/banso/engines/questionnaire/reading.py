"""Compile an XLSForm workbook with pyxform and read the compiled XForm into a form."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from banso.engines.questionnaire.expressions import Expression, ExpressionError, Place, PlaceKind, Scope
from banso.engines.questionnaire.form import (
    ROOT,
    Bounds,
    Choice,
    Form,
    FormError,
    Kind,
    Question,
    Section,
    expressions_of,
)

_XFORMS = "http://www.w3.org/2002/xforms"
_JAVAROSA = "{http://openrosa.org/javarosa}"
_NS = {"x": _XFORMS, "h": "http://www.w3.org/1999/xhtml"}
#: The code of a language, at the end of its name.
LANGUAGE = re.compile(r"\((?P<code>[a-z]{2,3}(?:-[A-Za-z]{2,4})?)\)\s*$")
_TEXT = re.compile(r"jr:itext\('(?P<id>[^']+)'\)")
_ITEMS = re.compile(r"instance\('(?P<list>[^']+)'\)/root/item(?:\[(?P<filter>.*)\])?", re.DOTALL)

# The form's own mark for a question whose column may be missing from a file: "not asked" there.
_ABSENT = "{https://banso.invalid/forms}absent"
_BIND_ATTRIBUTES = frozenset(
    {
        "nodeset",
        "type",
        "required",
        "relevant",
        "constraint",
        "calculate",
        "readonly",
        f"{_JAVAROSA}constraintMsg",
        f"{_JAVAROSA}requiredMsg",
        _ABSENT,
    }
)
_KINDS: dict[tuple[str | None, str | None], Kind] = {
    ("string", None): "hidden",
    ("string", "input"): "text",
    ("int", "input"): "whole",
    ("int", "range"): "whole",
    ("decimal", "input"): "decimal",
    ("decimal", "range"): "decimal",
    ("date", "input"): "date",
    ("string", "select1"): "one",
    ("string", "select"): "several",
}
_PLACES: dict[str | None, PlaceKind] = {"int": "number", "decimal": "number", "date": "date"}

#: What `or_other` adds is not translated by pyxform.
_OTHER = {"Other": {"ja": "その他"}, "Specify other.": {"ja": "「その他」の内容を入力してください"}}


def compiled(content: bytes) -> str:
    """Return the XForm that pyxform makes of a workbook. Raises FormError."""
    try:
        return convert(content, validate=False, form_name=ROOT, file_type=".xlsx").xform
    except PyXFormError as error:
        raise FormError("workbook", str(error)) from error


def read(content: bytes) -> Form:
    """Compile a workbook and read it. Raises FormError for what cannot be carried out."""
    return _Reader(compiled(content).encode()).form()


class _Reader:
    """Reads one compiled form."""

    def __init__(self, xform: bytes) -> None:
        self._digest = hashlib.sha256(xform).hexdigest()
        self._tree = etree.fromstring(xform, etree.XMLParser(resolve_entities=False, no_network=True))
        self._instance = self._find("h:head/x:model/x:instance/*")[0]
        languages = self._find(".//x:translation/@lang")
        self._languages = {name: self._language(name) for name in languages}
        self._texts = self._read_texts()
        self._binds = {bind.get("nodeset"): bind for bind in self._find(".//x:bind")}
        self._controls = dict(self._read_controls())
        self._defaults = {each.get("ref"): each.get("value") for each in self._find("//x:setvalue")}
        self._questions: dict[Place, Question] = {}
        self._sections: dict[Place, Section] = {}
        self._scope = Scope(ROOT, dict(self._read_places()), choice_label=self._choice_label)

    def form(self) -> Form:
        """Return the form."""
        for place, element in self._walk(self._instance, ()):
            if self._scope.places[place] in ("group", "repeat"):
                self._sections[place] = self._section(place)
            else:
                self._questions[place] = self._question(place, element)
        layout = {place: self._step(place) for place in self._scope.places}
        return Form(
            name=self._instance.get("id"),
            title="".join(self._find("h:head/h:title/text()")),
            version=self._instance.get("version", ""),
            digest=self._digest,
            languages=tuple(self._languages.values()),
            layout=tuple(layout.values()),
            steps=_in_order(layout),
        )

    def _step(self, place: Place) -> Section | Question:
        return self._sections.get(place) or self._questions[place]

    def _find(self, path: str) -> list[Any]:
        return self._tree.xpath(path, namespaces=_NS)

    @staticmethod
    def _language(name: str) -> str:
        match = LANGUAGE.search(name)
        if not match:
            detail = f"the language {name!r} needs its code behind it, as in 'English (en)'"
            raise FormError("survey", detail, "form_language", language=name)
        return match["code"]

    def _walk(self, parent: etree._Element, above: Place) -> Iterator[tuple[Place, etree._Element]]:
        """All sections and questions in order, each with its place; a repeat once."""
        for element in parent:
            name = etree.QName(element).localname
            if (name == "meta" and not above) or f"{_JAVAROSA}template" in element.attrib:
                continue
            place = (*above, name)
            yield place, element
            yield from self._walk(element, place)

    def _read_places(self) -> Iterator[tuple[Place, PlaceKind]]:
        repeats = {each.get("nodeset") for each in self._find("//x:repeat")}
        for place, element in self._walk(self._instance, ()):
            path = _path(place)
            if len(element) or path in repeats:
                yield place, "repeat" if path in repeats else "group"
                continue
            bind = self._binds.get(path)
            calculated = bind is not None and bind.get("calculate") is not None
            yield (
                place,
                "any" if calculated else _PLACES.get(bind.get("type") if bind is not None else None, "text"),
            )

    def _read_texts(self) -> dict[str, dict[str, str]]:
        texts: dict[str, dict[str, str]] = {}
        for translation in self._find(".//x:translation"):
            language = self._languages[translation.get("lang")]
            for text in translation:
                value = _words(text)
                # pyxform writes "-" where a language has no words.
                if value != "-":
                    texts.setdefault(text.get("id"), {})[language] = _OTHER.get(value, {}).get(
                        language, value
                    )
        return texts

    def _text(self, reference: str | None) -> dict[str, str]:
        """Return a text by language; one that is written once stands for all languages."""
        match = _TEXT.fullmatch(reference or "")
        if match:
            return self._texts.get(match["id"], {})
        words = _OTHER.get(reference or "", {})
        return {code: words.get(code, reference) for code in self._languages.values()} if reference else {}

    def _read_controls(self) -> Iterator[tuple[str, etree._Element]]:
        for control in self._find("h:body//*[@ref]"):
            name = etree.QName(control).localname
            if name in ("input", "select", "select1", "range", "group"):
                yield control.get("ref"), control
            elif name not in ("label", "hint", "value", "setvalue"):
                raise FormError(_code(control.get("ref")), f"{name!r} is not carried out")
        for repeat in self._find("//x:repeat"):
            if repeat.get(f"{_JAVAROSA}count") is not None:
                raise FormError(_code(repeat.get("nodeset")), "repeat_count is not carried out")

    def _section(self, place: Place) -> Section:
        path = _path(place)
        bind, control = self._binds.get(path), self._controls.get(path)
        return Section(
            place=place,
            repeats=self._scope.places[place] == "repeat",
            relevant=self._expression(place, bind, "relevant"),
            labels={} if control is None else self._text_of(control, "label"),
        )

    def _question(self, place: Place, element: etree._Element) -> Question:
        code, path = place[-1], _path(place)
        bind, control = self._binds.get(path), self._controls.get(path)
        if bind is None:
            raise FormError(code, "it has no type")
        for attribute in bind.attrib:
            if attribute not in _BIND_ATTRIBUTES:
                raise FormError(code, f"{etree.QName(attribute).localname!r} is not carried out")
        kind = self._kind(code, bind, control)
        required = bind.get("required")
        labels = hints = {}
        if control is not None:
            labels, hints = self._text_of(control, "label"), self._text_of(control, "hint")
        constant = required in (None, "true()", "false()")
        choices, offered = self._choices(place, control)
        return Question(
            code=code,
            kind=kind,
            required=required not in (None, "false()"),
            may_be_absent=bind.get(_ABSENT) == "allowed",
            relevant=self._expression(place, bind, "relevant"),
            constraint=self._expression(place, bind, "constraint"),
            labels=labels,
            hints=hints,
            constraint_messages=self._text(bind.get(f"{_JAVAROSA}constraintMsg")),
            choices=choices,
            place=place,
            required_if=None if constant else self._expression(place, bind, "required"),
            required_messages=self._text(bind.get(f"{_JAVAROSA}requiredMsg")),
            calculation=self._expression(place, bind, "calculate"),
            default=self._default(place, element),
            offered=offered,
            bounds=self._bounds(code, control),
        )

    def _text_of(self, control: etree._Element, name: str) -> dict[str, str]:
        element = control.find(f"{{{_XFORMS}}}{name}")
        return {} if element is None else self._text(element.get("ref") or _words(element))

    @staticmethod
    def _kind(code: str, bind: etree._Element, control: etree._Element | None) -> Kind:
        control_name = None if control is None else etree.QName(control).localname
        kind = _KINDS.get((bind.get("type"), control_name))
        if kind is None:
            raise FormError(code, f"the type {bind.get('type')!r} is not carried out")
        readonly = bind.get("readonly") == "true()"
        if bind.get("calculate") is not None:
            if kind != "hidden":
                raise FormError(code, "a calculation stands only in a question of the type calculate")
            return "calculated"
        if readonly and kind != "text":
            raise FormError(code, "'readonly' is not carried out")
        return "note" if readonly else kind

    def _expression(self, place: Place, bind: etree._Element | None, attribute: str) -> Expression | None:
        source = None if bind is None else bind.get(attribute)
        return None if source is None else self._compiled(place, source)

    def _compiled(self, place: Place, source: str, columns: frozenset[str] = frozenset()) -> Expression:
        try:
            return Expression(source, self._scope.at(place, columns))
        except ExpressionError as error:
            params = {"part": error.name, "expression": error.text, **error.params}
            raise FormError(place[-1], str(error), error.rule, **params) from error

    def _default(self, place: Place, element: etree._Element) -> str | Expression | None:
        source = self._defaults.get(_path(place))
        return self._compiled(place, source) if source else element.text or None

    def _choices(
        self, place: Place, control: etree._Element | None
    ) -> tuple[tuple[Choice, ...], Expression | None]:
        itemset = None if control is None else control.find(f"{{{_XFORMS}}}itemset")
        if itemset is None:
            return (), None
        match = _ITEMS.fullmatch(itemset.get("nodeset"))
        if not match:
            raise FormError(place[-1], f"the choices {itemset.get('nodeset')!r} are not carried out")
        items = self._find(f".//x:instance[@id='{match['list']}']/x:root/x:item")
        choices = tuple(self._choice(item) for item in items)
        columns = frozenset(name for choice in choices for name in choice.columns)
        return choices, self._compiled(place, match["filter"], columns) if match["filter"] else None

    def _choice(self, item: etree._Element) -> Choice:
        cells = {etree.QName(each).localname: each.text or "" for each in item}
        name, text, label = cells.pop("name"), cells.pop("itextId", None), cells.pop("label", "")
        labels = self._texts.get(text, {}) if text else dict.fromkeys(self._languages.values(), label)
        return Choice(code=name, labels=labels, columns=cells)

    @staticmethod
    def _bounds(code: str, control: etree._Element | None) -> Bounds | None:
        if control is None or etree.QName(control).localname != "range":
            return None
        try:
            start, end, step = (Decimal(control.get(name, "")) for name in ("start", "end", "step"))
        except InvalidOperation as error:
            raise FormError(code, "the start, end and step of a range are numbers") from error
        if step <= 0 or end < start:
            raise FormError(code, "a range goes up from its start to its end")
        return Bounds(start, end, step)

    def _choice_label(self, place: Place, code: str, language: str) -> str:
        question = self._questions.get(place)
        return question.choice_label(code, language) if question and question.has_choice(code) else ""


def _in_order(steps: Mapping[Place, Section | Question]) -> tuple[Section | Question, ...]:
    """Return sections and questions in the order in which they can be judged.

    That is the order of the form, but a calculation waits for what it looks at. Refused are circles, and
    conditions on what is asked later: answers are judged as they are given, page by page.
    """
    positions = {place: number for number, place in enumerate(steps)}
    looks = {place: _looks(step, steps) for place, step in steps.items()}
    found: dict[Place, None] = {}
    for place, step in steps.items():
        for column, expression in expressions_of(step):
            if expression.sees_itself and column in ("calculation", "relevant"):
                raise _circle([place[-1]])
        _visit(place, looks, found)
    errors = [
        error for place, step in steps.items() for error in _looking_ahead(place, step, steps, positions)
    ]
    if errors:
        errors[0].others = tuple(errors[1:])
        raise errors[0]
    return tuple(steps[place] for place in found)


def _looking_ahead(
    place: Place,
    step: Section | Question,
    steps: Mapping[Place, Section | Question],
    positions: Mapping[Place, int],
) -> Iterator[FormError]:
    for column, expression in expressions_of(step):
        if column == "calculation":
            continue
        seen = _asked(expression.places, steps)
        later = ", ".join(sorted(each[-1] for each in seen if positions[each] > positions[place]))
        if later:
            detail = f"its {column} looks ahead at {later}"
            yield FormError(place[-1], detail, "form_looks_ahead", column=column, questions=later)


def _looks(step: Section | Question, steps: Mapping[Place, Section | Question]) -> frozenset[Place]:
    """What must be judged before: what its expressions look at, and the section it stands in."""
    seen = {place for _, expression in expressions_of(step) for place in expression.places}
    # A repeat that is counted is known once it is known whether it is asked.
    above = {step.place[:-1]} if len(step.place) > 1 else set()
    return frozenset(seen | above) - {step.place} & steps.keys()


def _visit(place: Place, looks: Mapping[Place, frozenset[Place]], found: dict[Place, None]) -> None:
    """Put a step behind all that it looks at."""
    if place in found:
        return
    # A form may be long, and a chain of calculations with it: no recursion.
    waiting = [(place, iter(sorted(looks[place])))]
    on_way = {place}
    while waiting:
        current, rest = waiting[-1]
        following = next((each for each in rest if each not in found), None)
        if following is None:
            waiting.pop()
            on_way.discard(current)
            found[current] = None
        elif following in on_way:
            circle = [each[-1] for each, _ in waiting]
            circle = circle[circle.index(following[-1]) :]
            raise _circle(circle)
        else:
            waiting.append((following, iter(sorted(looks[following]))))
            on_way.add(following)


def _circle(codes: list[str]) -> FormError:
    names = " → ".join([*codes, codes[0]])
    return FormError(codes[0], f"it depends on itself: {names}", "form_circle", circle=names)


def _asked(places: frozenset[Place], steps: Mapping[Place, Section | Question]) -> set[Place]:
    """The questions that are looked at, through calculations too."""
    found: set[Place] = set()
    waiting, seen = list(places), set(places)
    while waiting:
        place = waiting.pop()
        step = steps[place]
        if isinstance(step, Question) and step.calculation:
            more = step.calculation.places - seen
            seen |= more
            waiting += more
        else:
            found.add(place)
    return found


def _path(place: Place) -> str:
    return "/".join(("", ROOT, *place))


def _code(path: str | None) -> str:
    return (path or "?").rsplit("/", 1)[-1]


def _words(element: etree._Element) -> str:
    """The words of a label; a question whose answer is shown in it stands as ${name}."""
    parts = [element.text or ""]
    for child in element:
        output = child if etree.QName(child).localname == "output" else None
        parts += [_words(child) if output is None else f"${{{_code((child.get('value') or '').strip())}}}"]
        parts.append(child.tail or "")
    return "".join(parts).strip()
