"""A form: what is asked, in which languages, if what, and what an answer may be.

Staff write it as an XLSForm workbook; pyxform compiles it to an ODK XForm; `reading` reads the compiled form
into what stands here. Nothing about a form is known anywhere else. What a form uses and this engine does not
carry out is refused by name when it is loaded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from banso.engines.questionnaire.expressions import Expression, Place

Kind = Literal["hidden", "text", "whole", "decimal", "date", "one", "several", "note", "calculated"]
Texts = Mapping[str, str]

FORMS = Path(__file__).parent / "forms"

# The shipped form that supported firms answer.
SUPPORTED_FIRM = "supported_firm"
# The shipped form of a follow-up after support has ended.
FOLLOW_UP = "follow_up"
# The shipped form that private providers answer.
PRIVATE_PROVIDER = "private_provider"
# The shipped form that each office answers once a fiscal year.
OFFICE_YEAR = "office_year"
SHIPPED = (SUPPORTED_FIRM, FOLLOW_UP, PRIVATE_PROVIDER, OFFICE_YEAR)

# What the compiled form's instance, and so every path in its conditions, starts with.
ROOT = "data"


class FormError(ValueError):
    """A form cannot be used: `place` is the question (or sheet), `detail` what is wrong there.

    `rule` and `params` say the same to a program that has words for it; `others` are further faults.
    """

    def __init__(self, place: str, detail: str, rule: str = "form_refused", **params: object) -> None:
        super().__init__(f"{place}: {detail}")
        self.place = place
        self.detail = detail
        self.rule = rule
        self.params = params or {"detail": detail}
        self.others: tuple[FormError, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: its code in files, its words by language, the further columns of its row."""

    code: str
    labels: Texts
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers a range may take: from `start` to `end`, in steps."""

    start: Decimal
    end: Decimal
    step: Decimal

    def hold(self, value: Decimal) -> bool:
        """Return whether a number is one of them."""
        return self.start <= value <= self.end and (value - self.start) % self.step == 0


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions that are asked together, or a repeat: a group that is asked several times."""

    place: Place
    repeats: bool
    relevant: Expression | None
    labels: Texts

    @property
    def code(self) -> str:
        """The name of the section."""
        return self.place[-1]

    def label(self, language: str) -> str:
        """Return the heading, in a language; nothing where the form has none."""
        return self.labels.get(language, "")


@dataclass(frozen=True, slots=True)
class Question:
    """One column of a file of answers and what may stand in it.

    `hidden` questions are carried along and never shown; `calculated` ones follow from others. `relevant`
    says when the question is asked (None: always), `required_if` when a required one needs an answer (None:
    always), `offered` which choices it has for an answer. `default` is what it begins with. `may_be_absent`:
    a file without the column did not ask it.
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
    place: Place = ()
    required_if: Expression | None = None
    required_messages: Texts = field(default_factory=dict)
    calculation: Expression | None = None
    default: str | Expression | None = None
    offered: Expression | None = None
    bounds: Bounds | None = None
    _codes: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_codes", {choice.code: i for i, choice in enumerate(self.choices)})

    @property
    def path(self) -> str:
        """Where it stands: `group/question`."""
        return "/".join(self.place)

    def has_choice(self, code: str) -> bool:
        """Return whether the code is in the question's list."""
        return code in self._codes

    def choice(self, code: str) -> Choice:
        """Return a choice of the question's list. Raises KeyError."""
        return self.choices[self._codes[code]]

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
    """A compiled form. `digest` (SHA-256 of the compiled form) tells two editions of one version apart.

    `layout` are its sections and questions in the order of the form, `steps` the same in the order in which
    an answer is judged: a calculation comes after what it looks at.
    """

    name: str
    title: str
    version: str
    digest: str
    languages: tuple[str, ...]
    layout: tuple[Section | Question, ...]
    steps: tuple[Section | Question, ...]
    questions: tuple[Question, ...] = field(init=False, repr=False, compare=False)
    _by_code: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    #: What stands in each section, in order; under () what stands in none.
    children: Mapping[Place, tuple[Section | Question, ...]] = field(init=False, repr=False, compare=False)
    #: The sections that are asked several times, in order.
    repeats: tuple[Place, ...] = field(init=False, repr=False, compare=False)
    #: Whether a judgement of the form hangs on the day.
    uses_today: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        questions = tuple(step for step in self.layout if isinstance(step, Question))
        object.__setattr__(self, "questions", questions)
        object.__setattr__(self, "_by_code", {question.code: question for question in questions})
        object.__setattr__(self, "children", self._children())
        repeats = tuple(step.place for step in self.layout if isinstance(step, Section) and step.repeats)
        object.__setattr__(self, "repeats", repeats)
        uses_today = any("today" in expression.uses for expression in self.expressions())
        object.__setattr__(self, "uses_today", uses_today)

    def _children(self) -> dict[Place, tuple[Section | Question, ...]]:
        found: dict[Place, list[Section | Question]] = {}
        for step in self.layout:
            found.setdefault(step.place[:-1], []).append(step)
        return {place: tuple(steps) for place, steps in found.items()}

    @classmethod
    def load(cls, source: Path | str | bytes) -> "Form":
        """Compile an XLSForm workbook (its path or its bytes).

        Raises FormError if it is no form or uses what the engine does not carry out.
        """
        # Imported here: it is only needed to compile, and pyxform is slow to import.
        from banso.engines.questionnaire.reading import read

        content = source if isinstance(source, bytes) else Path(source).read_bytes()
        return read(content)

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
        return tuple(question for question in self.questions if question.kind not in ("hidden", "calculated"))

    def expressions(self) -> Iterator[Expression]:
        """All expressions of the form."""
        for step in self.steps:
            for _, expression in expressions_of(step):
                yield expression


def expressions_of(step: Section | Question) -> Iterator[tuple[str, Expression]]:
    """The expressions of a section or question, by the column of the workbook they stand in."""
    found: dict[str, object] = {"relevant": step.relevant}
    if isinstance(step, Question):
        found |= {
            "required": step.required_if,
            "constraint": step.constraint,
            "calculation": step.calculation,
            "default": step.default,
            "choice_filter": step.offered,
        }
    for column, expression in found.items():
        if isinstance(expression, Expression):
            yield column, expression


@cache
def shipped(name: str) -> Form:
    """Return a form that ships with Banso, compiled once in a process."""
    return Form.load(FORMS / f"{name}.xlsx")
